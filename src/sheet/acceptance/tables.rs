//! The acceptance sheet as a table.

use super::{Acceptance, Before, Expected, Spot, Step, class};
use crate::facts::Effect;
use crate::sheet::fold::fold;
use crate::sheet::table::{Align, Cell, Column, Layout, Row, Table};
use crate::words::{Lang, Msg, Word, effects, handover as words, msg};

/// What stands in a box to be ticked.
const BOX: &str = "☐";

/// Most fates of services in one cell.
const MOST_FATES: usize = 6;

impl Acceptance {
    /// The sheet: when narrow with the essential columns, else with room for result, signature and date.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let design = self.title.as_deref().unwrap_or(&self.name);
        let head = |key, word: &Word| Column::text(key, word.text(lang));
        let mut number = Column::integer("number", words::H_NUMBER.text(lang));
        number.align = Align::Right;
        let columns = match layout {
            Layout::Narrow => vec![
                number,
                head("action", &words::H_TEST),
                head("expected", &words::H_EXPECTED),
                Column::mark("result", words::H_RESULT_SHORT.text(lang)),
            ],
            Layout::Print | Layout::Full => vec![
                number,
                head("site", &words::H_SITE),
                head("rack", &words::H_RACK),
                Column::integer("unit", words::H_UNIT.text(lang)),
                head("component", &words::H_COMPONENT),
                head("action", &words::H_TEST),
                head("effect", &words::H_EFFECT),
                head("node", &words::H_NODE),
                head("paths", &words::H_PATHS),
                head("time", &words::H_TIME),
                head("rollback", &words::H_ROLLBACK),
                head("result", &words::H_RESULT),
                head("signature", &words::H_SIGNATURE),
                head("date", &words::H_DATE),
            ],
        };
        let mut table = Table::new(&words::SHEET_TESTS, design, lang, columns);
        let mut last = None;
        for step in &self.steps {
            if last != Some(class(step.worst)) {
                last = Some(class(step.worst));
                table.rows.push(Row::Group(heading(step.worst).text(lang).to_owned()));
            }
            table.line(0, self.cells(step, lang, layout));
        }
        if layout == Layout::Print {
            for key in ["site", "rack", "unit"] {
                table.drop_if_empty(key);
            }
            table.drop_column("component");
        }
        table.notes = self.notes(lang);
        table
    }

    /// What to know before the first test, and what is not tried.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let mut notes = vec![words::N_BEFORE.text(lang).to_owned()];
        for it in self.services.iter().take(MOST_FATES) {
            let home = it.home.clone();
            notes.push(
                match it.paths {
                    Some(paths) => {
                        msg!(words::N_SERVICE_PATHS, service = &it.name, home = home, paths = paths)
                    }
                    None => msg!(words::N_SERVICE, service = &it.name, home = home),
                }
                .text(lang),
            );
        }
        if self.services.len() > MOST_FATES {
            let count = self.services.len() - MOST_FATES;
            notes.push(msg!(words::SUM_MORE_SERVICES, count = count).text(lang));
        }
        notes.push(msg!(words::N_TESTS, count = self.steps.len()).text(lang));
        if self.with_cable > 0 {
            notes.push(msg!(words::N_WITH_CABLE, count = self.with_cable).text(lang));
        }
        if self.logical > 0 {
            notes.push(msg!(words::N_LOGICAL, count = self.logical).text(lang));
        }
        notes
    }

    fn cells(&self, step: &Step, lang: Lang, layout: Layout) -> Vec<Cell> {
        let fates =
            |of: &dyn Fn(&Expected) -> String| -> Cell { self.fates(step, lang, of).into() };
        let action = step.action.text(lang);
        if layout == Layout::Narrow {
            let spot = place(&step.spot).map(|it| format!("{it} · ")).unwrap_or_default();
            let expected = fates(&|it| {
                let mut parts = vec![effect(it, lang)];
                parts.extend(node(it));
                parts.extend(paths(it).map(|it| msg!(words::OF_PATHS, paths = it).text(lang)));
                parts.extend((it.effect == Effect::Failover).then(|| time(it, lang)));
                parts.join(if lang == Lang::En { ", " } else { "，" })
            });
            return vec![
                step.number.into(),
                format!("{spot}{action}").into(),
                expected,
                BOX.into(),
            ];
        }
        let unit = step.spot.unit;
        vec![
            step.number.into(),
            step.spot.site.clone().into(),
            step.spot.rack.clone().into(),
            unit.into(),
            step.component.clone().into(),
            action.into(),
            fates(&|it| effect(it, lang)),
            fates(&|it| node(it).unwrap_or_else(|| words::NOBODY.text(lang).to_owned())),
            fates(&|it| paths(it).unwrap_or_else(|| "–".to_owned())),
            fates(&|it| time(it, lang)),
            step.rollback.text(lang).into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]
    }

    /// Something of the fate of each service, with its name where there are several.
    fn fates(&self, step: &Step, lang: Lang, of: &dyn Fn(&Expected) -> String) -> String {
        let unfelt = |fallback: &Before| {
            of(&Expected {
                services: Vec::new(),
                effect: Effect::None,
                state: Effect::None,
                node: Some(fallback.home.join(", ")),
                paths_before: fallback.paths,
                paths_after: fallback.paths,
                takeover: None,
            })
        };
        if step.expected.is_empty() {
            return match &self.services[..] {
                [one] => unfelt(one),
                _ => words::ALL_SAME.text(lang).to_owned(),
            };
        }
        let several = self.services.len() > 1;
        let mut fates: Vec<String> = step
            .expected
            .iter()
            .take(MOST_FATES)
            .map(|it| match several {
                false => of(it),
                true => {
                    let names = fold(&it.services);
                    msg!(words::OF_SERVICES, services = names, fate = of(it)).text(lang)
                }
            })
            .collect();
        let more = step.expected.iter().skip(MOST_FATES).map(|it| it.services.len()).sum::<usize>();
        if more > 0 {
            fates.push(msg!(words::SUM_MORE_SERVICES, count = more).text(lang));
        }
        fates.join(if lang == Lang::En { "; " } else { "；" })
    }
}

fn heading(effect: Effect) -> &'static Word {
    match effect {
        Effect::None | Effect::Degraded => &words::G_RUNS_ON,
        Effect::Failover => &words::G_FAILOVER,
        Effect::Outage => &words::G_OUTAGE,
        Effect::SplitBrain => &words::G_SPLIT,
        Effect::DataLoss => &words::G_LOSS,
    }
}

fn effect(it: &Expected, lang: Lang) -> String {
    let word = effects::of(it.effect.id());
    match it.state == it.effect || it.effect <= Effect::Degraded {
        true => word.text(lang).to_owned(),
        false => {
            let then = effects::of(it.state.id());
            msg!(words::EFFECT_THEN, effect = word, state = then).text(lang)
        }
    }
}

fn node(it: &Expected) -> Option<String> {
    it.node.clone()
}

fn paths(it: &Expected) -> Option<String> {
    let after = it.paths_after?;
    Some(match it.paths_before {
        Some(before) => format!("{before} → {after}"),
        None => after.to_string(),
    })
}

fn time(it: &Expected, lang: Lang) -> String {
    let msg: Msg = match (it.effect, it.takeover) {
        (Effect::None | Effect::Degraded, _) => (&words::TIME_NONE).into(),
        (Effect::Failover, Some(seconds)) => msg!(words::TIME_WITHIN, seconds = seconds),
        (Effect::Failover, None) => (&words::TIME_UNKNOWN).into(),
        _ => (&words::TIME_REPAIR).into(),
    };
    msg.text(lang)
}

fn place(spot: &Spot) -> Option<String> {
    let unit = spot.unit.map(|unit| format!("U{unit}"));
    let parts: Vec<String> =
        [spot.site.clone(), spot.rack.clone(), unit].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
