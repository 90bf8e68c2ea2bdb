//! What changes, as tables and in a line.

use super::{Action, CableState, Change, Diff, ServiceChange, ServiceState};
use crate::sheet::fold::fold;
use crate::sheet::table::{Cell, Column, Row, Table, metres};
use crate::words::{Lang, Msg, Word, effects, handover as words, msg, output};

/// Most names in one cell.
const MOST_NAMES: usize = 12;

impl Diff {
    /// `OLD → NEW`; where both are called the same, that.
    pub fn title(&self) -> Msg {
        let shown = |it: &super::Named| it.title.clone().unwrap_or_else(|| it.name.clone());
        let (old, new) = (shown(&self.old), shown(&self.new));
        match old == new {
            true => msg!(words::DIFF_OF, design = new),
            false => msg!(words::DIFF_BETWEEN, old = old, new = new),
        }
    }

    /// What changes in a few lines, or that nothing does.
    pub fn summary(&self) -> Vec<Msg> {
        if self.is_empty() {
            return vec![(&words::NO_CHANGES).into()];
        }
        let mut lines = Vec::new();
        for it in &self.services {
            lines.push(match (&it.old, &it.new) {
                (Some(old), Some(new)) if old.worst != new.worst => {
                    let (old, new) = (old.worst.id(), new.worst.id());
                    let (was, is) = (effects::of(old), effects::of(new));
                    msg!(words::SUM_WORST, service = &it.name, old = was, new = is)
                }
                (Some(_), Some(new)) => {
                    msg!(words::SUM_SAME, service = &it.name, worst = effects::of(new.worst.id()))
                }
                (None, Some(new)) => {
                    msg!(words::SUM_NEW, service = &it.name, worst = effects::of(new.worst.id()))
                }
                _ => msg!(words::SUM_GONE, service = &it.name),
            });
        }
        const MOST_LINES: usize = 10;
        if lines.len() > MOST_LINES {
            let more = lines.len() - MOST_LINES;
            lines.truncate(MOST_LINES);
            lines.push(msg!(words::SUM_MORE, count = more));
        }
        if self.services.is_empty() {
            lines.push((&words::SUM_VERDICTS_SAME).into());
        }
        let buy: u32 = self.parts.iter().map(|it| it.buy).sum();
        let spare: u32 = self.parts.iter().map(|it| it.spare).sum();
        lines.push(match (buy, spare) {
            (0, 0) => (&words::SUM_NO_PARTS).into(),
            _ => msg!(words::SUM_PARTS, buy = buy, spare = spare),
        });
        lines.push(match self.cables.len() {
            0 => (&words::SUM_NO_CABLES).into(),
            _ => msg!(
                words::SUM_CABLES,
                add = self.cables_to(Action::Add),
                pull = self.cables_to(Action::Remove),
                moved = self.cables_to(Action::Move),
                changed = self.cables_to(Action::Change)
            ),
        });
        lines
    }

    /// One table for each sort of change, those without lines left out; of each at most so many lines.
    pub fn tables(&self, lang: Lang, most: usize) -> Vec<Table> {
        let mut tables = vec![
            self.verdicts(lang),
            self.parts_table(lang),
            self.cables_table(lang),
            self.things_table(lang),
            self.findings_table(lang),
        ];
        tables.retain(|table| !table.rows.is_empty());
        for table in &mut tables {
            let more = table.rows.len().saturating_sub(most);
            if more > 0 {
                table.rows.truncate(most);
                table.notes.push(msg!(words::MORE_LINES, count = more).text(lang));
            }
        }
        tables
    }

    fn verdicts(&self, lang: Lang) -> Table {
        let mut table = start(
            &words::D_VERDICTS,
            lang,
            &[
                ("service", &words::H_SERVICE),
                ("figure", &words::H_FIGURE),
                ("old", &words::H_OLD),
                ("new", &words::H_NEW),
            ],
        );
        for it in &self.services {
            for (figure, old, new) in figures(it, lang) {
                table.line(0, vec![it.name.clone().into(), figure.into(), old, new]);
            }
        }
        table
    }

    fn parts_table(&self, lang: Lang) -> Table {
        let mut table = start(
            &words::D_PARTS,
            lang,
            &[
                ("action", &words::H_ACTION),
                ("quantity", &words::H_QUANTITY),
                ("part_number", &words::H_PART_NUMBER),
                ("description", &words::H_DESCRIPTION),
                ("designators", &words::H_WHERE),
            ],
        );
        table.columns[1] = Column::integer("quantity", words::H_QUANTITY.text(lang));
        let bought = self.parts.iter().filter(|it| it.buy > 0);
        let spare = self.parts.iter().filter(|it| it.spare > 0);
        let rows = bought.map(|it| (&words::BUY, it.buy, &it.added, it));
        for (action, count, ids, it) in
            rows.chain(spare.map(|it| (&words::GIVE_BACK, it.spare, &it.removed, it)))
        {
            table.line(
                0,
                vec![
                    action.text(lang).into(),
                    count.into(),
                    it.part_number.clone().into(),
                    it.description.text(lang).into(),
                    names(ids),
                ],
            );
        }
        table
    }

    fn cables_table(&self, lang: Lang) -> Table {
        let mut table = start(
            &words::D_CABLES,
            lang,
            &[
                ("action", &words::H_ACTION),
                ("cable", &words::H_CABLE),
                ("old", &words::H_NOW),
                ("new", &words::H_THEN),
                ("what", &words::H_WHAT),
            ],
        );
        for it in &self.cables {
            let label = |state: &CableState| state.labelled.then(|| state.id.clone());
            let id = [&it.new, &it.old].into_iter().flatten().find_map(label);
            let ends = |state: &Option<CableState>| -> Cell {
                state.as_ref().map(|it| it.ends.join(" – ")).into()
            };
            let what = match &it.changes[..] {
                [] => {
                    let state = it.new.as_ref().or(it.old.as_ref());
                    let medium = state.and_then(|it| it.medium.as_deref());
                    let medium = medium.map(|it| medium_of(it).text(lang));
                    let length = state.and_then(|it| it.length_mm);
                    let length = length.map(|mm| format!("{} m", metres(mm)));
                    medium.into_iter().chain(length).collect::<Vec<_>>().join(", ")
                }
                changes => told(changes, lang),
            };
            let same = it.old.as_ref().map(|it| &it.ends) == it.new.as_ref().map(|it| &it.ends);
            let then = if same { Cell::Empty } else { ends(&it.new) };
            let action = it.action.of_cable().text(lang).into();
            table.line(0, vec![action, id.into(), ends(&it.old), then, what.into()]);
        }
        table
    }

    fn things_table(&self, lang: Lang) -> Table {
        let mut table = start(
            &words::D_THINGS,
            lang,
            &[
                ("action", &words::H_ACTION),
                ("kind", &words::H_KIND),
                ("name", &words::H_NAME),
                ("what", &words::H_WHAT),
            ],
        );
        for it in &self.things {
            let what = match &it.changes[..] {
                [] => it.model.as_ref().map(|it| it.text(lang)).unwrap_or_default(),
                changes => told(changes, lang),
            };
            table.line(
                0,
                vec![
                    it.action.of_thing().text(lang).into(),
                    it.word.text(lang).into(),
                    it.name.clone().into(),
                    what.into(),
                ],
            );
        }
        table
    }

    fn findings_table(&self, lang: Lang) -> Table {
        let mut table = start(
            &words::D_FINDINGS,
            lang,
            &[
                ("fate", &words::H_FATE),
                ("severity", &words::H_SEVERITY),
                ("rule", &words::H_RULE),
                ("message", &words::H_MESSAGE),
            ],
        );
        for it in &self.findings {
            let weight = |state: &super::FindingState| {
                let word = match state.severity.id() {
                    "error" => &output::ERROR,
                    "warning" => &output::WARNING,
                    _ => &output::NOTE,
                };
                match state.waived {
                    true => msg!(words::WAIVED_WEIGHT, severity = word).text(lang),
                    false => word.text(lang).to_owned(),
                }
            };
            let severity = match (&it.old, &it.new) {
                (Some(old), Some(new)) => format!("{} → {}", weight(old), weight(new)),
                (old, new) => old.as_ref().or(new.as_ref()).map(weight).unwrap_or_default(),
            };
            table.line(
                0,
                vec![
                    it.fate.word().text(lang).into(),
                    severity.into(),
                    it.rule.into(),
                    it.message.text(lang).into(),
                ],
            );
        }
        table
    }
}

fn start(name: &'static Word, lang: Lang, heads: &[(&'static str, &'static Word)]) -> Table {
    let columns = heads.iter().map(|(key, word)| Column::text(key, word.text(lang))).collect();
    let mut table = Table::new(name, "", lang, columns);
    table.title = name.text(lang).to_owned();
    table.rows = Vec::<Row>::new();
    table
}

/// What a cable is made of, as people call it.
pub(super) fn medium_of(medium: &str) -> Msg {
    match medium {
        "fibre" => (&words::M_FIBRE).into(),
        "twisted-pair" => (&words::M_TWISTED_PAIR).into(),
        "sas-copper" => (&words::M_SAS_COPPER).into(),
        other => msg!(words::PLAIN, text = other.to_uppercase()),
    }
}

fn names(ids: &[String]) -> Cell {
    let mut folded = fold(ids);
    let more = folded.len().saturating_sub(MOST_NAMES);
    if more > 0 {
        folded.truncate(MOST_NAMES);
        folded.push(format!("… +{more}"));
    }
    match folded.is_empty() {
        true => Cell::Empty,
        false => Cell::List(folded),
    }
}

/// What is different, in one cell: `memory: 64 GiB → 128 GiB; slot: 3 → 4`.
fn told(changes: &[Change], lang: Lang) -> String {
    let value = |it: &Option<Msg>| it.as_ref().map_or_else(|| "–".to_owned(), |it| it.text(lang));
    let one = |it: &Change| {
        let (old, new) = (value(&it.old), value(&it.new));
        msg!(words::FROM_TO, field = it.field.clone(), old = old, new = new).text(lang)
    };
    let separator = if lang == Lang::En { "; " } else { "；" };
    changes.iter().map(one).collect::<Vec<_>>().join(separator)
}

/// The figures of a service that are different: what, as it was, as it is to be.
fn figures(it: &ServiceChange, lang: Lang) -> Vec<(String, Cell, Cell)> {
    let mut rows = Vec::new();
    let empty = || Cell::from("–");
    let mut row = |word: &'static Word, figure: &dyn Fn(&ServiceState) -> Cell| {
        let cell = |state: &Option<ServiceState>| state.as_ref().map_or_else(empty, figure);
        let (old, new) = (cell(&it.old), cell(&it.new));
        if old != new {
            rows.push((word.text(lang).to_owned(), old, new));
        }
    };
    let number = |it: Option<usize>| it.map_or_else(empty, |it| Cell::Integer(it as u64));
    row(&output::WORST, &|it| effects::of(it.worst.id()).text(lang).into());
    row(&output::FAULTLESS, &|it| effects::of(it.nominal.id()).text(lang).into());
    row(&output::HOME, &|it| Cell::List(it.home.clone()));
    row(&output::LEVEL, &|it| number(it.level.map(usize::from)));
    row(&output::PATHS, &|it| number(it.paths));
    row(&output::DISJOINT, &|it| number(it.disjoint));
    for (gone, new, of) in [
        (
            &words::SINGLE_GONE,
            &words::SINGLE_NEW,
            (|it| &it.single_points) as fn(&ServiceState) -> &Vec<String>,
        ),
        (&words::TAKEOVER_GONE, &words::TAKEOVER_NEW, |it| &it.takeover_only),
    ] {
        let ids =
            |state: &Option<ServiceState>| state.as_ref().map(of).cloned().unwrap_or_default();
        let (old_ids, new_ids) = (ids(&it.old), ids(&it.new));
        let without = |ids: &[String], others: &[String]| -> Vec<String> {
            ids.iter().filter(|id| !others.contains(id)).cloned().collect()
        };
        let (lost, came) = (without(&old_ids, &new_ids), without(&new_ids, &old_ids));
        if !lost.is_empty() {
            rows.push((gone.text(lang).to_owned(), names(&lost), Cell::Empty));
        }
        if !came.is_empty() {
            rows.push((new.text(lang).to_owned(), Cell::Empty, names(&came)));
        }
    }
    rows
}
