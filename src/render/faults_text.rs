//! `faults` for people: for each service its faults by effect, the worst first.

use std::borrow::Cow;

use super::style::{Style, bracketed, list, printable, table};
use super::wording::figure;
use crate::facts::Effect;
use crate::sheet::faults::{FaultSheet, Row, ServiceSheet};
use crate::words::{Lang, Word, effects, msg, output as words};

/// Most components of an effect that costs nothing, or sets, that are named unless all are asked for.
const SHOWN: usize = 200;

/// Renders what faults do. `all` lists the faults without effect too.
pub fn render(sheet: &FaultSheet, color: bool, lang: Lang, all: bool) -> String {
    let style = Style { color };
    let mut text = format!("{}\n\n", style.bold(&printable(sheet.topology.clone(), false)));
    for it in &sheet.services {
        text.push_str(&service(sheet, it, style, lang, all));
    }
    printable(text, color)
}

fn service(sheet: &FaultSheet, it: &ServiceSheet, style: Style, lang: Lang, all: bool) -> String {
    let word = |word: &'static Word| word.text(lang).to_owned();
    let level =
        it.level.map_or(String::new(), |level| format!("  {} {level}", words::LEVEL.text(lang)));
    let home = it.home.join(", ");
    let mut text = format!(
        "{} {}  {} {home}{level}\n",
        words::SERVICE.text(lang),
        style.bold(&it.name),
        words::HOME.text(lang)
    );
    text.push('\n');
    let yes = |fit: bool| word(if fit { &words::YES } else { &words::NO });
    let nodes: Vec<Vec<String>> = it
        .nodes
        .iter()
        .map(|node| {
            vec![
                node.name.clone(),
                yes(node.fit),
                figure(node.paths.map(|it| it.0)),
                figure(node.paths.map(|it| it.1)),
                figure(node.paths.map(|it| it.2)),
            ]
        })
        .collect();
    let head = [&words::NODES, &words::FIT, &words::PATHS, &words::NON_OPTIMIZED, &words::DISJOINT];
    text.push_str(&table(&head.map(word), &nodes));
    text.push('\n');
    for effect in Effect::ALL.into_iter().rev() {
        let rows: Vec<Cow<Row>> = match it.cut_sets {
            // What it has nothing to do with leaves it as it is.
            Some(_) if effect == it.nominal.effect => sheet
                .every(it)
                .map(|(listed, row)| match row {
                    Some(row) => Cow::Borrowed(row),
                    None => {
                        let components = vec![listed.id.clone()];
                        let logical = listed.logical;
                        Cow::Owned(Row { components, logical, ..it.nominal.clone() })
                    }
                })
                .filter(|row| row.effect == effect)
                .take(if all { usize::MAX } else { SHOWN + 1 })
                .collect(),
            _ => it.faults.iter().filter(|row| row.effect == effect).map(Cow::Borrowed).collect(),
        };
        if rows.is_empty() {
            continue;
        }
        let count = match it.cut_sets {
            Some(_) => it.counts[effect as usize] + logical(sheet, it, effect),
            None => rows.len(),
        };
        text.push_str(&format!(
            "  {}{}\n",
            style.effect(effect, lang),
            bracketed(&count.to_string(), lang)
        ));
        let in_full = all || effect > Effect::Degraded || it.cut_sets.is_none();
        if !in_full {
            let shown = rows.iter().take(SHOWN);
            let mut ids: Vec<String> = shown.map(|row| row.components.join(" + ")).collect();
            if count > SHOWN {
                ids.push(msg!(words::AND_MORE_FAULTS, count = count - SHOWN).text(lang));
            }
            text.push_str(&list("    ", &ids, lang));
            text.push('\n');
            continue;
        }
        let lines: Vec<Vec<String>> = rows.iter().map(|row| line(row, lang)).collect();
        let head = [&words::COMPONENTS, &words::NODE, &words::PATHS, &words::STATE].map(word);
        text.push_str(&table(&head, &lines));
        text.push('\n');
    }
    if let Some(cut_sets) = it.cut_sets.as_ref().filter(|_| sheet.order > 1) {
        text.push_str(&format!(
            "  {}{}\n",
            words::CUT_SETS.text(lang),
            bracketed(&cut_sets.len().to_string(), lang)
        ));
        for set in cut_sets.iter().take(if all { usize::MAX } else { SHOWN }) {
            text.push_str(&format!("    {}\n", set.join(" + ")));
        }
        if !all && cut_sets.len() > SHOWN {
            let more = msg!(words::AND_MORE_FAULTS, count = cut_sets.len() - SHOWN);
            text.push_str(&format!("    {}\n", more.text(lang)));
        }
        if cut_sets.is_empty() {
            text.push_str(&format!(
                "    {}\n",
                msg!(words::NO_CUT_SETS, order = sheet.order).text(lang)
            ));
        }
        text.push('\n');
    }
    text
}

/// How many logical faults have an effect: the counts leave them out.
fn logical(sheet: &FaultSheet, it: &ServiceSheet, effect: Effect) -> usize {
    let own = it.faults.iter().filter(|row| row.logical);
    let touched = own.clone().count();
    let untouched = match it.nominal.effect == effect {
        true => sheet.components.iter().filter(|it| it.logical).count() - touched,
        false => 0,
    };
    untouched + own.filter(|row| row.effect == effect).count()
}

fn line(row: &Row, lang: Lang) -> Vec<String> {
    let state = match row.state == row.effect {
        true => String::new(),
        false => effects::of(row.state.id()).text(lang).to_owned(),
    };
    vec![
        row.components.join(" + "),
        row.node.clone().unwrap_or_else(|| words::NOBODY.text(lang).to_owned()),
        figure(row.paths),
        state,
    ]
}
