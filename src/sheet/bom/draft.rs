//! Lines before they are numbered: equal things are merged, then sorted.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Field, Line, Reason, Section, Unit};
use crate::catalog::{Part, PartKind, Protocol, Provenance};
use crate::names::natural;
use crate::sheet::prices::Prices;
use crate::words::{Lang, Msg, Value, msg, sheets};

/// A line without a number.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    section: Section,
    part: Option<Arc<Part>>,
    description: Msg,
    /// The description in English, to compare by.
    text: String,
    /// What it is fitted and delivered with.
    configuration: Vec<Msg>,
    /// The maintenance that is ordered with it.
    maintenance: Vec<Msg>,
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
        let (configuration, maintenance) = (Vec::new(), Vec::new());
        Self {
            section,
            part,
            description,
            text,
            configuration,
            maintenance,
            quantity: 1,
            each: 1,
            designators,
            open,
            children,
        }
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

    /// Says what it is fitted and delivered with.
    pub(super) fn fitted(mut self, with: Vec<Msg>) -> Self {
        self.configuration = with;
        self
    }

    /// Says what maintenance is ordered with it.
    pub(super) fn maintained(mut self, by: Vec<Msg>) -> Self {
        self.maintenance = by;
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
        let text = |msgs: &[Msg]| msgs.iter().map(|it| it.text(Lang::En)).collect::<Vec<_>>();
        let same = |a: &[Msg], b: &[Msg]| a.len() == b.len() && text(a) == text(b);
        part && self.section == other.section
            && self.text == other.text
            && self.open == other.open
            && same(&self.configuration, &other.configuration)
            && same(&self.maintenance, &other.maintenance)
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

    fn line(&self, line: String, parent: Option<String>, prices: &Prices) -> Line {
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
        let quantity = self.quantity.div_ceil(self.pack().unwrap_or(1));
        let description = match part.and_then(|part| part.pack).filter(|&pack| pack > 1) {
            Some(count) => msg!(sheets::PACK_OF, title = self.description.clone(), count = count),
            None => self.description.clone(),
        };
        let price = part.and_then(|part| prices.of(part, quantity));
        if price.as_ref().is_some_and(|price| price.source.is_none()) {
            to_confirm.push((Field::Price, Reason::NoSource));
        }

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
        let configuration = (!self.configuration.is_empty())
            .then(|| msg!(sheets::PLAIN, text = Value::from(self.configuration.clone())));
        Line {
            line,
            parent,
            section: self.section,
            part_number,
            product: self.product(),
            model: part.filter(|_| chosen).map(|part| part.title().to_owned()),
            configuration,
            maintenance: self.maintenance.clone(),
            description,
            manufacturer,
            quantity,
            unit: self.unit(),
            designators: self.designators.clone(),
            provenance,
            price,
            to_confirm,
        }
    }

    /// What the quantity counts: of maintenance that is bought year by year, years.
    fn unit(&self) -> Unit {
        let Some(part) = self.part.as_deref() else { return self.section.unit() };
        match (part.kind, part.term, &part.level) {
            (PartKind::Service, None, Some(_)) => Unit::Year,
            (PartKind::Service, Some(_), _) => Unit::Package,
            (PartKind::Licence, ..) => Unit::Set,
            _ => self.section.unit(),
        }
    }

    /// How many pieces are sold together, of what may be shared out among devices. A licence may not: its
    /// packs are counted for each device.
    fn pack(&self) -> Option<u32> {
        let part = self.part.as_deref().filter(|part| part.kind != PartKind::Licence)?;
        part.pack.filter(|&pack| pack > 1)
    }

    /// Whether it is counted over all devices together.
    pub(super) fn is_shared_out(&self) -> bool {
        self.pack().is_some()
    }

    /// What sort of product it is: of a part of the catalogue by what it speaks, else as it is described.
    fn product(&self) -> Msg {
        let Some(part) = self
            .part
            .as_deref()
            .filter(|part| !part.id.as_deref().is_some_and(|id| id.starts_with("generic/")))
        else {
            return self.description.clone();
        };
        let protocol = part.ports.first().map(|port| port.protocol);
        let word = match (part.kind, protocol) {
            (PartKind::Adapter, Some(Protocol::Fc)) => &sheets::PR_FC_HBA,
            (PartKind::Adapter, Some(Protocol::Sas)) => &sheets::PR_SAS_HBA,
            (PartKind::Adapter, Some(Protocol::Ethernet)) => &sheets::PR_NIC,
            (PartKind::Switch, Some(Protocol::Fc)) => &sheets::PR_FC_SWITCH,
            (PartKind::Switch, Some(Protocol::Sas)) => &sheets::PR_SAS_SWITCH,
            (PartKind::Switch, Some(Protocol::Ethernet)) => &sheets::PR_ETHERNET_SWITCH,
            (PartKind::Server, _) => &sheets::PR_SERVER,
            (PartKind::Adapter, _) => &sheets::PR_ADAPTER,
            (PartKind::Switch, _) => &sheets::PR_SWITCH,
            (PartKind::Array, _) => &sheets::PR_ARRAY,
            (PartKind::Shelf, _) => &sheets::PR_SHELF,
            (PartKind::Enclosure, _) => &sheets::PR_ENCLOSURE,
            (PartKind::Drive, _) => &sheets::PR_DRIVE,
            (PartKind::Optic, _) => &sheets::PR_OPTIC,
            (PartKind::Cable, _) if self.section == Section::Cord => &sheets::PR_CORD,
            (PartKind::Cable, _) => &sheets::PR_CABLE,
            (PartKind::Pdu, _) => &sheets::PR_PDU,
            (PartKind::Ups, _) => &sheets::PR_UPS,
            (PartKind::Panel, _) => &sheets::PR_PANEL,
            (PartKind::Software, _) => &sheets::PR_SOFTWARE,
            (PartKind::Licence, _) => &sheets::PR_LICENCE,
            (PartKind::Multipath, _) => &sheets::PR_MULTIPATH,
            (PartKind::Rail, _) => &sheets::PR_RAIL,
            (PartKind::Accessory, _) => &sheets::PR_ACCESSORY,
            (PartKind::Service, _) => &sheets::PR_SERVICE,
        };
        word.into()
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

    /// Adds a line for itself, whatever else is equal to it.
    pub(super) fn push_apart(&mut self, draft: Draft) {
        self.0.push(draft);
    }
}

/// Sorts, numbers and prices the lines: each followed by what lies below it.
pub(super) fn number(drafts: &mut Drafts, prices: &Prices) -> Vec<Line> {
    drafts.0.iter_mut().for_each(Draft::settle);
    drafts.0.sort_by(Draft::order);
    let mut lines = Vec::new();
    for (draft, number) in drafts.0.iter().zip(1..) {
        push(draft, number.to_string(), None, prices, &mut lines);
    }
    lines
}

fn push(draft: &Draft, line: String, parent: Option<&str>, prices: &Prices, lines: &mut Vec<Line>) {
    lines.push(draft.line(line.clone(), parent.map(str::to_owned), prices));
    for (child, number) in draft.children.iter().zip(1..) {
        push(child, format!("{line}.{number}"), Some(&line), prices, lines);
    }
}
