//! A file and those it includes, put together into one.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::TopologySpec;
use crate::catalog::CatalogueSpec;
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{msg, reading, resolving};
use crate::yaml::decode::Table;

/// Names that were given, by section, each with its first place.
type Names = FxHashMap<(&'static str, CompactString), Span>;

/// Takes in one file after another.
pub struct Joined {
    spec: TopologySpec,
    names: Names,
}

macro_rules! sections {
    ($run:ident) => {
        $run!(
            servers, switches, arrays, shelves, enclosures, panels, power, racks, sites, groups,
            networks, zones, mirrors, clusters, services, parts
        )
    };
}

impl Joined {
    /// Begins with the file that was asked for.
    pub fn new(spec: TopologySpec) -> Self {
        let mut names = Names::default();
        macro_rules! note {
            ($($section:ident),*) => { $(
                for (name, _) in &spec.$section.0 {
                    names.insert((stringify!($section), name.value.clone()), name.span);
                }
            )* };
        }
        sections!(note);
        Self { spec, names }
    }

    /// Takes in an included topology; its name, title and target have no influence.
    pub fn topology(&mut self, other: TopologySpec, findings: &mut Vec<Finding>) {
        let Self { spec, names } = self;
        macro_rules! join {
            ($($section:ident),*) => { $(
                join(stringify!($section), &mut spec.$section, other.$section, names, findings);
            )* };
        }
        sections!(join);
        spec.links.extend(other.links);
        spec.waivers.extend(other.waivers);
        spec.supports.extend(other.supports);
    }

    /// Takes in an included catalogue.
    pub fn catalogue(&mut self, other: CatalogueSpec, findings: &mut Vec<Finding>) {
        join("parts", &mut self.spec.parts, other.parts, &mut self.names, findings);
        self.spec.supports.extend(other.supports);
    }

    /// Takes note of a file that could not be read: whatever is not known may stand there.
    pub fn missing(&mut self) {
        for (_, unread) in self.spec.unread() {
            unread.any = true;
        }
    }

    /// All of them as one.
    pub fn finish(self) -> TopologySpec {
        self.spec
    }
}

fn join<T>(
    section: &'static str,
    into: &mut Table<T>,
    from: Table<T>,
    names: &mut Names,
    findings: &mut Vec<Finding>,
) {
    into.1.any |= from.1.any;
    into.1.names.extend(from.1.names);
    for (name, value) in from.0 {
        let first = *names.entry((section, name.value.clone())).or_insert(name.span);
        if first == name.span {
            into.0.push((name, value));
            continue;
        }
        let message = msg!(resolving::DUPLICATE_NAME, name = name.as_str());
        let finding = Finding::error("duplicate-name", name.span, message);
        findings.push(finding.label(first, &reading::FIRST_GIVEN));
        // The first stands; what only the second has is not unknown.
        into.1.names.push(name);
    }
}
