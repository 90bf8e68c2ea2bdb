//! Parts as data: what is known of servers, adapters, switches, arrays, cables and software.
//!
//! The shipped parts are the YAML files in `data/`, one for each vendor, and are read when the first
//! part of that vendor is asked for. A fact without a source is marked so; what is not known is absent.

mod build;
mod connects;
mod fields;
mod lint;
pub mod media;
mod part;
mod shipped;
mod spec;

pub use connects::{Peers, connects};
pub use fields::{Known, fields_of};
pub use lint::{LINTS, lint};
pub use part::{Clustering, ControllerType, Licensed, Part, PortType, Ports, Provenance, Slot};
pub use shipped::{Catalog, LikeError, MOST_LIKE, like};
pub use spec::{
    Access, Arbitration, CatalogueSpec, ControllerSpec, LicencePer, Model, PartKind, PartSpec,
    PortGroupSpec, PortRole, PortsSpec, Protocol, ProvenanceSpec, PsusSpec, SlotsSpec, SupportSpec,
};
