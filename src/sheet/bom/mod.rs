//! The parts list: what is bought, under what it belongs to; what is there already; what is to be confirmed.
//!
//! Every component that is ordered stands in exactly one line, by its id. Prices come from the user's price
//! books alone.

mod cables;
mod collect;
mod columns;
mod draft;
mod extras;
mod quote;
mod tables;

use std::collections::BTreeMap;

use super::prices::{Price, Prices, Totals};
use crate::catalog::Provenance;
use crate::topology::Topology;
use crate::words::{Msg, Word, sheets};

pub use columns::FIELDS;

macro_rules! named {
    ($(#[$meta:meta])* pub enum $Name:ident {
        $( $(#[doc = $doc:literal])* $Variant:ident = $id:literal, $word:ident; )*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $Name { $( $(#[doc = $doc])* $Variant, )* }

        impl $Name {
            /// As in JSON.
            pub fn id(self) -> &'static str {
                match self { $( Self::$Variant => $id, )* }
            }

            /// As people read it.
            pub fn word(self) -> &'static Word {
                match self { $( Self::$Variant => &sheets::$word, )* }
            }
        }
    };
}

named! {
    /// What a line is about, in the order of the list.
    pub enum Section {
        /// Servers.
        Server = "server", S_SERVER;
        /// Cards in servers.
        Adapter = "adapter", S_ADAPTER;
        /// Switches.
        Switch = "switch", S_SWITCH;
        /// Disk arrays.
        Array = "array", S_ARRAY;
        /// Disk shelves.
        Shelf = "shelf", S_SHELF;
        /// Blade enclosures.
        Enclosure = "enclosure", S_ENCLOSURE;
        /// Patch panels.
        Panel = "panel", S_PANEL;
        /// What else is ordered with a device.
        Option = "option", S_OPTION;
        /// Drives, spares included.
        Drive = "drive", S_DRIVE;
        /// Power distribution whose model is given.
        Power = "power", S_POWER;
        /// Power cords of supplies.
        Cord = "cord", S_CORD;
        /// Pluggable transceivers.
        Optic = "optic", S_OPTIC;
        /// Cables.
        Cable = "cable", S_CABLE;
        /// Cluster software.
        Software = "software", S_SOFTWARE;
        /// Port licences.
        Licence = "licence", S_LICENCE;
        /// Maintenance and work.
        Service = "service", S_SERVICE;
    }
}

named! {
    /// What a quantity counts.
    pub enum Unit {
        /// Devices.
        Device = "piece", U_DEVICE;
        /// Cards and drives.
        Card = "piece", U_CARD;
        /// Small parts.
        Piece = "piece", U_PIECE;
        /// Cables.
        Cable = "piece", U_CABLE;
        /// Licences of software.
        Set = "licence", U_SET;
        /// Ports.
        Port = "port", U_PORT;
        /// Services for a given time.
        Package = "piece", U_PACKAGE;
        /// Years of maintenance.
        Year = "year", U_YEAR;
        /// Work as a whole.
        Item = "item", U_ITEM;
    }
}

impl Section {
    /// What its quantities count, where the part does not say otherwise.
    pub fn unit(self) -> Unit {
        match self {
            Section::Server
            | Section::Switch
            | Section::Array
            | Section::Shelf
            | Section::Enclosure
            | Section::Panel
            | Section::Power => Unit::Device,
            Section::Adapter | Section::Drive => Unit::Card,
            Section::Optic | Section::Option => Unit::Piece,
            Section::Cable | Section::Cord => Unit::Cable,
            Section::Software => Unit::Set,
            Section::Licence => Unit::Port,
            Section::Service => Unit::Item,
        }
    }
}

named! {
    /// What is to be confirmed.
    pub enum Field {
        /// The maker's order number.
        PartNumber = "part_number", F_PART_NUMBER;
        /// What it is called.
        Description = "description", F_DESCRIPTION;
        /// Who makes it.
        Manufacturer = "manufacturer", F_MANUFACTURER;
        /// How many.
        Quantity = "quantity", F_QUANTITY;
        /// The length of a cable.
        Length = "length", F_LENGTH;
        /// Processors and memory.
        Configuration = "configuration", F_CONFIGURATION;
        /// Which model at all.
        Model = "model", F_MODEL;
        /// Maintenance after the purchase.
        Maintenance = "maintenance", F_MAINTENANCE;
        /// What it costs.
        Price = "price", F_PRICE;
    }
}

named! {
    /// Why it is to be confirmed.
    pub enum Reason {
        /// It is not known.
        Missing = "missing", R_MISSING;
        /// The line is of a kind of thing, not of a product.
        NotChosen = "not-chosen", R_NOT_CHOSEN;
        /// It is shown, and no document says so.
        Unverified = "unverified", R_UNVERIFIED;
        /// What a licence is counted by is not known; one for each node is shown.
        LicenceMetric = "licence-metric", R_LICENCE_METRIC;
        /// How many ports a licence opens is not known; ports are counted.
        PackSize = "pack-size", R_PACK_SIZE;
        /// Devices may come with their optics.
        MayBeIncluded = "may-be-included", R_MAY_BE_INCLUDED;
        /// The operating system may bring it.
        OfSystem = "of-the-system", R_OF_OS;
        /// A device that is there already may have it.
        MayExist = "may-exist", R_MAY_EXIST;
        /// What a model comes with is not known.
        Options = "options", R_OPTIONS;
        /// The file gives another length than the part has.
        LengthsDiffer = "lengths-differ", R_LENGTHS_DIFFER;
        /// The length is an estimate from the places of the ends.
        Estimated = "estimated", R_ESTIMATED;
        /// The price book does not say where the price comes from.
        NoSource = "no-source", R_NO_SOURCE;
        /// The file names no model.
        NoneGiven = "none-given", R_NONE_GIVEN;
    }
}

/// How the lines of a list stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupBy {
    /// By what they are about.
    #[default]
    Section,
    /// All of a device together, equal devices each for itself.
    Device,
    /// By who makes them, whatever they belong to.
    Manufacturer,
}

/// What a parts list is made with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How its lines stand together.
    pub group_by: GroupBy,
    /// What things cost.
    pub prices: Prices,
}

/// A line of the parts list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number: `1`, and `1.1` for the first line that belongs to it.
    pub line: String,
    /// The number of the line it belongs to.
    pub parent: Option<String>,
    /// What it is about.
    pub section: Section,
    /// The maker's order number.
    pub part_number: Option<String>,
    /// What it is.
    pub description: Msg,
    /// What sort of product it is.
    pub product: Msg,
    /// The name that its maker gives the model; `None` if no product is chosen.
    pub model: Option<String>,
    /// What it is fitted and delivered with.
    pub configuration: Option<Msg>,
    /// The maintenance that is ordered with it.
    pub maintenance: Vec<Msg>,
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// How many are ordered, in its unit; of what is sold in packs, packs.
    pub quantity: u32,
    /// What the quantity counts.
    pub unit: Unit,
    /// Ids of what it counts, in natural order.
    pub designators: Vec<String>,
    /// Where the shown facts come from, by field.
    pub provenance: BTreeMap<String, Provenance>,
    /// What it costs; `None` if no price book says so.
    pub price: Option<Price>,
    /// What is to be confirmed about it.
    pub to_confirm: Vec<(Field, Reason)>,
}

impl Line {
    /// Whether a fact of this line is to be confirmed.
    pub fn is_open(&self, field: Field) -> bool {
        self.to_confirm.iter().any(|(it, _)| *it == field)
    }
}

/// Something to be confirmed.
#[derive(Clone, Debug)]
pub struct ToConfirm {
    /// The number of the line concerned; `None` for what is not in the list.
    pub line: Option<String>,
    /// What.
    pub field: Field,
    /// Why.
    pub reason: Reason,
    /// What it is about.
    pub description: Option<Msg>,
    /// Ids concerned.
    pub designators: Vec<String>,
}

/// The parts list of a design.
#[derive(Clone, Debug)]
pub struct Bom {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What is bought.
    pub lines: Vec<Line>,
    /// What is there already; numbered for itself.
    pub existing: Vec<Line>,
    /// What is to be confirmed of `lines` before the order.
    pub to_confirm: Vec<ToConfirm>,
    /// Whether cables run through panels.
    pub panels: bool,
    /// Whether price books were given.
    pub priced: bool,
    /// How its lines stand together.
    pub group_by: GroupBy,
}

impl Bom {
    /// What all costs that is bought.
    pub fn totals(&self) -> Totals {
        Totals::of(self.lines.iter().map(|line| line.price.as_ref()))
    }
}

/// The parts list of a design, without prices.
pub fn bom(topology: &Topology) -> Bom {
    bom_with(topology, &Options::default())
}

/// The parts list of a design.
///
/// A line counts equal things: servers with the same model, processors, memory, cards and drives are
/// one line. What sits in them stands below with its total. Optics are counted by port in use (one
/// with a cable in it, or one through which clients come): on switches and arrays a port that takes an
/// optical plug, anywhere a port with a cage, but not where they are delivered with the port or the
/// device; an adapter with an LC port has its optics built in. A cable is a line for each piece between
/// panels; the links of a trunk are one cable together, and a trace inside an enclosure is none. A
/// supply that is plugged in takes a power cord.
pub fn bom_with(topology: &Topology, options: &Options) -> Bom {
    let mut drafts = collect::collect(topology, options.group_by);
    let lines = draft::number(&mut drafts.new, &options.prices);
    // What is there already is not paid for.
    let existing = draft::number(&mut drafts.existing, &Prices::default());
    let of_lines = lines.iter().flat_map(|line| {
        line.to_confirm.iter().map(|&(field, reason)| ToConfirm {
            line: Some(line.line.clone()),
            field,
            reason,
            description: Some(line.description.clone()),
            designators: line.designators.clone(),
        })
    });
    let to_confirm = of_lines.chain(drafts.not_listed).collect();
    Bom {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        lines,
        existing,
        to_confirm,
        panels: topology.cables.iter().any(|cable| !cable.panels.is_empty()),
        priced: options.prices.given(),
        group_by: options.group_by,
    }
}
