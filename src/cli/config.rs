//! `haplan.toml`: what rules weigh in a repository, found upwards from each file that is checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Context, helpers, parse_severity, read};
use crate::finding::Severity;
use crate::report::{Level, Levels};
use crate::source::Source;
use crate::words::{Msg, msg, output as words, reading};
use crate::yaml::decode::nearest;

/// The name of the file.
const NAME: &str = "haplan.toml";

/// Largest such file, in bytes.
const MOST: u64 = 1 << 20;

/// Most mistakes that are told.
const MOST_TOLD: usize = 20;

/// What a `haplan.toml` says.
#[derive(Default)]
pub struct Config {
    /// What becomes of the findings of rules.
    pub levels: Levels,
    /// The least severity that fails a file.
    pub fail_on: Option<Severity>,
}

/// What holds for each file of a run.
pub struct Configs {
    all: Vec<Config>,
    /// For each file, in their order, which of `all` holds for it.
    of: Vec<Option<usize>>,
}

impl Configs {
    /// Finds what holds for each file, and reads it.
    ///
    /// # Errors
    /// A `haplan.toml` that cannot be read, or that says what is not understood; all that is wrong is printed.
    pub fn find(files: &[PathBuf], context: &Context) -> Result<Self, Msg> {
        let mut found: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        let mut numbers: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let (mut all, mut of, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let folder = folder_of(file);
            let path = found.entry(folder).or_insert_with_key(|folder| above(folder)).clone();
            of.push(path.map(|path| {
                *numbers.entry(path).or_insert_with_key(|path| {
                    let name = name_of(path);
                    if context.verbose {
                        let using = msg!(words::USING_CONFIG, path = &name);
                        context.out.error(&using.text(context.lang));
                    }
                    all.push(read(path, &name, &mut wrong));
                    all.len() - 1
                })
            }));
        }
        let mut told: Vec<String> = wrong.iter().map(|it| it.text(context.lang)).collect();
        // One mistake may be told many times over, as an array that nobody closes is.
        told.dedup();
        told.truncate(MOST_TOLD);
        let Some(last) = told.pop() else { return Ok(Self { all, of }) };
        for text in told {
            context.out.error(&text);
        }
        let same = |it: &Msg| it.text(context.lang) == last;
        wrong.into_iter().find(same).map_or(Ok(Self { all, of }), Err)
    }

    /// What holds for the file with a number.
    pub fn of(&self, file: usize) -> Option<&Config> {
        self.of.get(file).copied().flatten().and_then(|it| self.all.get(it))
    }
}

/// The real folder of a file, that of the run for standard input.
fn folder_of(file: &Path) -> PathBuf {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && file != Path::new("-") => folder,
        _ => Path::new("."),
    };
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// The nearest `haplan.toml` in a folder or above it; not above a repository.
fn above(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let path = folder.join(NAME);
        // A broken link or a folder of that name is said to be unreadable, and not passed over.
        if path.symlink_metadata().is_ok() {
            return Some(path);
        }
        if folder.join(".git").symlink_metadata().is_ok() {
            break;
        }
    }
    None
}

/// A path as messages name it: from the folder of the run, if it lies below.
fn name_of(path: &Path) -> String {
    let here = fs::canonicalize(".").unwrap_or_default();
    read::shown(path.strip_prefix(here).unwrap_or(path))
}

fn read(path: &Path, name: &str, wrong: &mut Vec<Msg>) -> Config {
    let bytes = match read::bytes(path, name, MOST) {
        Ok(bytes) => bytes,
        Err((why, _)) => {
            wrong.push(why);
            return Config::default();
        }
    };
    let (text, bad) = read::text(bytes);
    let source = Source::new(name, text);
    let mut reading = Reading { source: &source, wrong, config: Config::default() };
    if let Some((at, (why, _))) = bad {
        reading.wrong(at as usize, why);
        return reading.config;
    }
    reading.read();
    reading.config
}

struct Reading<'r> {
    source: &'r Source,
    wrong: &'r mut Vec<Msg>,
    config: Config,
}

type Entry<'a, 't> = (&'a Spanned<toml::de::DeString<'t>>, &'a Spanned<DeValue<'t>>);

impl Reading<'_> {
    fn wrong(&mut self, at: usize, why: impl Into<Msg>) {
        let place = self.source.position(at as u32);
        self.wrong.push(msg!(
            words::CONFIG_WRONG,
            path = &self.source.path,
            line = place.line,
            column = place.column,
            why = why.into()
        ));
    }

    fn read(&mut self) {
        let source = self.source;
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, msg!(words::CONFIG_SYNTAX, detail = error.message()));
        }
        if !errors.is_empty() {
            return;
        }
        for (key, value) in sorted(table.get_ref()) {
            let name: &str = key.get_ref();
            if !["check", "rules"].contains(&name) {
                self.unknown_key(key, &["check", "rules"]);
                continue;
            }
            let DeValue::Table(inner) = value.get_ref() else {
                self.wrong(key.span().start, msg!(words::CONFIG_TABLE, key = name));
                continue;
            };
            for entry in sorted(inner) {
                if name == "rules" { self.rule(entry) } else { self.check(entry) }
            }
        }
    }

    fn rule(&mut self, (key, value): Entry) {
        let id: &str = key.get_ref();
        let meta = match helpers::rule(id) {
            Ok(meta) => meta,
            Err(why) => {
                let of_reading = helpers::READING_ERRORS.contains(&id);
                let why = if of_reading { msg!(words::CONFIG_READING, rule = id) } else { why };
                return self.wrong(key.span().start, why);
            }
        };
        let level = match text(value) {
            Some("off") => Some(Level::Off),
            Some(word) => parse_severity(word).ok().map(Level::At),
            None => None,
        };
        match level {
            Some(level) => self.config.levels.set(meta.id, level),
            None => self.bad_value(id, value, &["error", "warning", "note", "off"]),
        }
    }

    fn check(&mut self, (key, value): Entry) {
        let name: &str = key.get_ref();
        if name != "fail-on" {
            return self.unknown_key(key, &["fail-on"]);
        }
        self.config.fail_on = text(value).and_then(|word| parse_severity(word).ok());
        if self.config.fail_on.is_none() {
            self.bad_value(name, value, &["error", "warning", "note"]);
        }
    }

    fn unknown_key(&mut self, key: &Spanned<toml::de::DeString>, known: &[&'static str]) {
        let name: &str = key.get_ref();
        let why = match nearest(name, known.iter().copied()) {
            Some(near) => msg!(words::CONFIG_KEY_NEAR, key = name, near = near),
            None => msg!(words::CONFIG_KEY, key = name, keys = known.to_vec()),
        };
        self.wrong(key.span().start, why);
    }

    fn bad_value(&mut self, key: &str, value: &Spanned<DeValue>, known: &[&'static str]) {
        let mut why = msg!(words::CONFIG_VALUE, key = key, words = known.to_vec());
        if let Some(near) = text(value).and_then(|word| nearest(word, known.iter().copied())) {
            let hint = msg!(reading::DID_YOU_MEAN, near = near);
            why = msg!(words::WITH_HINT, message = why, hint = hint);
        }
        self.wrong(value.span().start, why);
    }
}

/// The entries of a table in the order of the file.
fn sorted<'a, 't>(table: &'a DeTable<'t>) -> Vec<Entry<'a, 't>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn text<'a>(value: &'a Spanned<DeValue>) -> Option<&'a str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}
