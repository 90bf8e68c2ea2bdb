//! What a proposal holds, whatever its form: the story, the verdict, the drawing, parts, cables, and what was assumed;
//! and its form for Word and WPS.

use std::cmp::Reverse;
use std::io;

use super::docx::{self, Block};
use super::style::{bracketed, colon};
use super::wording;
use crate::finding::Severity;
use crate::report::{FileReport, Reported};
use crate::sheet::scene::Scene;
use crate::sheet::table::{Cell, Column, Table};
use crate::source::Sources;
use crate::words::{Lang, Msg, effects, msg, output as words, story as tale};
use crate::yaml::values::Date;

/// What goes into a proposal.
pub struct Proposal<'p> {
    /// The verdict with its findings.
    pub file: &'p FileReport,
    /// The texts that findings point into.
    pub sources: &'p Sources,
    /// The design in sentences.
    pub story: &'p [Msg],
    /// The drawing.
    pub drawing: &'p Scene,
    /// The drawing in pages, for paper; empty where the whole is not printed.
    pub pages: Vec<Scene>,
    /// Parts and cables.
    pub tables: Vec<Table>,
    /// The day by which waivers were judged.
    pub today: Date,
    /// Its revision, as given.
    pub revision: Option<&'p str>,
    /// Its language.
    pub lang: Lang,
}

impl Proposal<'_> {
    /// The name of the design, or else of its file.
    pub fn name(&self) -> &str {
        self.file.topology.as_deref().unwrap_or(&self.file.path)
    }

    /// Its title for people.
    pub fn title(&self) -> &str {
        self.file.title.as_deref().unwrap_or(self.name())
    }

    /// Name, file, revision and day, on one line.
    pub fn about(&self) -> String {
        let today = msg!(words::TODAY, today = self.today.to_string()).text(self.lang);
        let revision = self.revision.map(|revision| {
            let word = crate::words::drawing::DRAWING_REVISION.text(self.lang);
            format!("{word}{}{revision}", colon(self.lang))
        });
        let of =
            [Some(self.name().to_owned()), Some(self.file.path.clone()), revision, Some(today)];
        of.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The services in a few figures each.
    pub fn services(&self) -> Table {
        let (file, lang) = (self.file, self.lang);
        let heads = [
            ("service", &words::SERVICE),
            ("home", &words::HOME),
            ("level", &words::LEVEL),
            ("paths", &words::PATHS),
            ("disjoint", &words::DISJOINT),
            ("worst", &words::WORST),
            ("promised", &words::PROMISED),
            ("single_points", &words::SINGLE_POINTS),
            ("takeover_only", &words::TAKEOVER_ONLY),
        ];
        let columns = heads.iter().map(|(key, word)| Column::text(key, word.text(lang))).collect();
        let mut table = Table::new(&words::SERVICES, self.name(), lang, columns);
        table.title = words::SERVICES.text(lang).to_owned();
        for it in &file.services {
            let single = it.single_points.iter().map(|id| match file.waived_for(&it.name, id) {
                Some(_) => format!("{id}{}", bracketed(words::WAIVED.text(lang), lang)),
                None => id.clone(),
            });
            let short = [
                it.name.clone(),
                it.home.clone(),
                wording::figure(it.level),
                wording::figure(it.paths.map(|it| it.0)),
                wording::figure(it.paths.map(|it| it.1)),
                effects::of(it.worst.id()).text(lang).to_owned(),
                wording::promise(it, lang).to_owned(),
            ];
            let lists = [single.collect(), it.takeover_only.clone()].map(Cell::List);
            table.line(0, short.map(Cell::Text).into_iter().chain(lists).collect());
        }
        let more = file.service_count - file.services.len();
        if more > 0 {
            table.notes.push(msg!(words::MORE_SERVICES, count = more).text(lang));
        }
        table
    }

    /// Findings that decide, the worst first; and notes and what is waived.
    pub fn findings(&self) -> (Vec<&Reported>, Vec<&Reported>) {
        let decides = |it: &&Reported| it.finding.severity != Severity::Note && it.waived.is_none();
        let (mut first, rest): (Vec<_>, Vec<_>) = self.file.findings.iter().partition(decides);
        first.sort_by_key(|it| Reverse(it.finding.severity));
        (first, rest)
    }
}

/// Room for a drawing on a landscape page of A4, in points.
const DRAWING: (i32, i32) = (768, 500);

/// A proposal as a document of Word and WPS.
///
/// # Errors
/// More than a ZIP file may hold.
pub fn docx(proposal: &Proposal) -> io::Result<Vec<u8>> {
    let (file, lang) = (proposal.file, proposal.lang);
    let outcome = wording::outcome(file.verdict).text(lang);
    let verdict = format!("{}{}{outcome}", words::VERDICT.text(lang), colon(lang));
    let mut blocks = vec![
        Block::Title(proposal.title().to_owned()),
        Block::Text(proposal.about()),
        Block::Heading(tale::STORY.text(lang).to_owned()),
        Block::Text(verdict),
    ];
    blocks.extend(proposal.story.iter().map(|it| Block::Text(it.text(lang))));
    let table = |blocks: &mut Vec<Block>, table: Table| {
        blocks.push(Block::Heading(table.title.clone()));
        blocks.push(Block::Table(table));
    };
    table(&mut blocks, proposal.services());
    for page in &proposal.pages {
        blocks.push(Block::PageBreak);
        blocks.push(Block::Drawing(page.clone(), DRAWING));
    }
    let (first, rest) = proposal.findings();
    if !first.is_empty() {
        blocks.push(Block::Heading(words::FINDINGS.text(lang).to_owned()));
        for it in first {
            blocks.push(Block::Bullet(sentence(it, lang)));
        }
    }
    for it in &proposal.tables {
        table(&mut blocks, it.clone());
    }
    for (word, remarks) in wording::remarks(file) {
        blocks.push(Block::Heading(word.text(lang).to_owned()));
        blocks.extend(remarks.iter().map(|it| Block::Bullet(it.text(lang))));
    }
    if !rest.is_empty() {
        let heading = msg!(words::NOTES_AND_WAIVED, count = rest.len()).text(lang);
        blocks.push(Block::Heading(heading));
        blocks.extend(rest.into_iter().map(|it| Block::Bullet(sentence(it, lang))));
    }
    docx::document(proposal.title(), &blocks, lang)
}

/// A finding in one paragraph: what, where it is accepted why, else what to do.
fn sentence(it: &Reported, lang: Lang) -> String {
    let finding = &it.finding;
    let severity = wording::severity(finding.severity).text(lang);
    let colon = colon(lang);
    let mut text = format!("{severity}{colon}{}", finding.message.text(lang));
    let more = match (&it.waived, &finding.help) {
        (Some(waived), _) => Some((&words::WAIVED, waived.reason.clone())),
        (None, Some(help)) => Some((&words::HELP, help.text(lang))),
        (None, None) => None,
    };
    if let Some((word, more)) = more {
        let stop = if lang == Lang::Zh { "。" } else { ". " };
        text += &format!("{stop}{}{colon}{more}", word.text(lang));
    }
    text
}
