//! `faults` for people: for each service its faults by effect, the worst first.

use super::style::{Style, bracketed, list, printable, table};
use super::wording::figure;
use crate::facts::Effect;
use crate::sheet::faults::{FaultSheet, Row, ServiceSheet};
use crate::words::{Lang, Word, effects, msg, output as words};

/// Renders what faults do. `all` lists the faults without effect too.
pub fn render(sheet: &FaultSheet, color: bool, lang: Lang, all: bool) -> String {
    let style = Style { color };
    let mut text = format!("{}\n\n", style.bold(&printable(sheet.topology.clone(), false)));
    for it in &sheet.services {
        text.push_str(&service(it, sheet.order, style, lang, all));
    }
    printable(text, color)
}

fn service(it: &ServiceSheet, order: usize, style: Style, lang: Lang, all: bool) -> String {
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
        let rows: Vec<&Row> = it.faults.iter().filter(|row| row.effect == effect).collect();
        if rows.is_empty() {
            continue;
        }
        text.push_str(&format!(
            "  {}{}\n",
            style.effect(effect, lang),
            bracketed(&rows.len().to_string(), lang)
        ));
        let in_full = all || effect > Effect::Degraded || it.cut_sets.is_none();
        if !in_full {
            let ids: Vec<String> = rows.iter().map(|row| row.components.join(" + ")).collect();
            text.push_str(&list("    ", &ids, lang));
            text.push('\n');
            continue;
        }
        let lines: Vec<Vec<String>> = rows.iter().map(|row| line(row, lang)).collect();
        let head = [&words::COMPONENTS, &words::NODE, &words::PATHS, &words::STATE].map(word);
        text.push_str(&table(&head, &lines));
        text.push('\n');
    }
    if let Some(cut_sets) = it.cut_sets.as_ref().filter(|_| order > 1) {
        text.push_str(&format!(
            "  {}{}\n",
            words::CUT_SETS.text(lang),
            bracketed(&cut_sets.len().to_string(), lang)
        ));
        for set in cut_sets {
            text.push_str(&format!("    {}\n", set.join(" + ")));
        }
        if cut_sets.is_empty() {
            text.push_str(&format!("    {}\n", msg!(words::NO_CUT_SETS, order = order).text(lang)));
        }
        text.push('\n');
    }
    text
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
