//! Lines before they are numbered: equal things are merged, then sorted.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Field, Line, Reason, Section};
use crate::catalog::{Part, Provenance};
use crate::names::natural;
use crate::words::{Lang, Msg, msg, sheets};

/// A line without a number.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    section: Section,
    part: Option<Arc<Part>>,
    description: Msg,
    /// The description in English, to compare by.
    text: String,
    quantity: u32,
    /// Quantity in one parent.
    each: u32,
    designators: Vec<String>,
    open: Vec<(Field, Reason)>,
    children: Vec<Draft>,
}

/// A part by its name for people.
pub(super) fn title(part: &Part) -> Msg {
    match part.id.as_deref().and_then(sheets::generic) {
        Some(word) => word.into(),
        None => msg!(sheets::PLAIN, text = part.title()),
    }
}

impl Draft {
    /// A line about one thing.
    pub(super) fn new(
        section: Section,
        part: Option<Arc<Part>>,
        description: Msg,
        designator: impl Into<String>,
    ) -> Self {
        let text = description.text(Lang::En);
        let designators = vec![designator.into()];
        let (open, children) = (Vec::new(), Vec::new());
        let quantity = 1;
        Self { section, part, description, text, quantity, each: 1, designators, open, children }
    }

    /// A line about one thing of a known model.
    pub(super) fn of(section: Section, part: &Arc<Part>, designator: impl Into<String>) -> Self {
        Self::new(section, Some(part.clone()), title(part), designator)
    }

    /// Marks something as to be confirmed.
    pub(super) fn open(mut self, field: Field, reason: Reason) -> Self {
        self.open.push((field, reason));
        self
    }

    /// Counts otherwise than by designators.
    pub(super) fn count(mut self, quantity: u32) -> Self {
        (self.quantity, self.each) = (quantity, quantity);
        self
    }

    /// Puts lines below this one, equal ones together.
    pub(super) fn with(mut self, children: Vec<Draft>) -> Self {
        for mut child in children {
            let found = self.children.iter_mut().find(|it| it.alike(&child));
            match found {
                Some(found) => {
                    found.absorb(&mut child);
                    found.each = found.quantity;
                }
                None => self.children.push(child),
            }
        }
        self.children.sort_by(Draft::order);
        self
    }

    /// Whether two lines are about the same thing, whatever lies below.
    fn alike(&self, other: &Draft) -> bool {
        let part = match (&self.part, &other.part) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
            (None, None) => true,
            _ => false,
        };
        part && self.section == other.section && self.text == other.text && self.open == other.open
    }

    /// Whether two lines are about the same thing with the same below.
    fn same(&self, other: &Draft) -> bool {
        self.alike(other)
            && self.children.len() == other.children.len()
            && self.children.iter().zip(&other.children).all(|(a, b)| a.each == b.each && a.same(b))
    }

    fn absorb(&mut self, other: &mut Draft) {
        self.quantity = self.quantity.saturating_add(other.quantity);
        self.designators.append(&mut other.designators);
        for (child, other) in self.children.iter_mut().zip(&mut other.children) {
            child.absorb(other);
        }
    }

    fn order(&self, other: &Draft) -> Ordering {
        self.section.cmp(&other.section).then_with(|| natural(&self.text, &other.text)).then_with(
            || match (self.designators.first(), other.designators.first()) {
                (Some(a), Some(b)) => natural(a, b),
                (a, b) => a.cmp(&b),
            },
        )
    }

    fn settle(&mut self) {
        self.designators.sort_by(|a, b| natural(a, b));
        self.children.iter_mut().for_each(Draft::settle);
        self.children.sort_by(Draft::order);
    }

    fn line(&self, line: u32, parent: Option<u32>) -> Line {
        let part = self.part.as_deref();
        let text = |text: Option<&compact_str::CompactString>| text.map(ToString::to_string);
        let part_number = text(part.and_then(|part| part.part_number.as_ref()));
        let manufacturer = text(part.and_then(|part| part.vendor.as_ref()));
        let source = |field: &str| part.and_then(|part| part.provenance.get(field));
        let unverified = |field| matches!(source(field), Some(Provenance::Unverified(_)));
        let chosen = part
            .is_some_and(|part| !part.id.as_deref().is_some_and(|id| id.starts_with("generic/")));
        let missing = if chosen { Reason::Missing } else { Reason::NotChosen };

        let mut to_confirm = Vec::new();
        if part_number.is_none() {
            to_confirm.push((Field::PartNumber, missing));
        } else if unverified("part_number") {
            to_confirm.push((Field::PartNumber, Reason::Unverified));
        }
        if unverified("name") {
            to_confirm.push((Field::Description, Reason::Unverified));
        }
        if manufacturer.is_none() {
            to_confirm.push((Field::Manufacturer, missing));
        }
        to_confirm.extend(&self.open);

        let mut provenance = BTreeMap::new();
        for (shown, field) in [
            ("description", "name"),
            ("part_number", "part_number"),
            ("manufacturer", "vendor"),
            ("length", "length"),
        ] {
            if let Some(source) = source(field) {
                provenance.insert(shown.to_owned(), source.clone());
            }
        }
        Line {
            line,
            parent,
            section: self.section,
            part_number,
            description: self.description.clone(),
            manufacturer,
            quantity: self.quantity,
            designators: self.designators.clone(),
            provenance,
            to_confirm,
        }
    }
}

/// A list of lines under way.
#[derive(Debug, Default)]
pub(super) struct Drafts(Vec<Draft>);

impl Drafts {
    /// Adds a line, to an equal one if there is one.
    pub(super) fn push(&mut self, mut draft: Draft) {
        match self.0.iter_mut().find(|it| it.same(&draft)) {
            Some(found) => found.absorb(&mut draft),
            None => self.0.push(draft),
        }
    }
}

/// Sorts and numbers the lines: each followed by what lies below it.
pub(super) fn number(drafts: &mut Drafts) -> Vec<Line> {
    drafts.0.iter_mut().for_each(Draft::settle);
    drafts.0.sort_by(Draft::order);
    let mut lines = Vec::new();
    for draft in &drafts.0 {
        push(draft, None, &mut lines);
    }
    lines
}

fn push(draft: &Draft, parent: Option<u32>, lines: &mut Vec<Line>) {
    let line = lines.len() as u32 + 1;
    lines.push(draft.line(line, parent));
    for child in &draft.children {
        push(child, Some(line), lines);
    }
}
