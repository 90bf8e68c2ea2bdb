//! The parts that come with the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use super::part::Part;
use super::spec::{CatalogueSpec, PartSpec};
use crate::finding::Finding;
use crate::source::{Source, SourceId};
use crate::yaml::decode::{Decode, Reader, Text};
use crate::yaml::{Limits, Tree};

/// The shipped vendors and their files, by name.
static DATA: &[(&str, &str)] = &[
    ("aruba", include_str!("data/aruba.yaml")),
    ("brocade", include_str!("data/brocade.yaml")),
    ("cisco", include_str!("data/cisco.yaml")),
    ("clusterlabs", include_str!("data/clusterlabs.yaml")),
    ("dell", include_str!("data/dell.yaml")),
    ("emulex", include_str!("data/emulex.yaml")),
    ("generic", include_str!("data/generic.yaml")),
    ("hp", include_str!("data/hp.yaml")),
    ("hpe", include_str!("data/hpe.yaml")),
    ("lenovo", include_str!("data/lenovo.yaml")),
    ("linux", include_str!("data/linux.yaml")),
    ("microsoft", include_str!("data/microsoft.yaml")),
    ("qlogic", include_str!("data/qlogic.yaml")),
];

/// The shipped parts, read vendor by vendor when first asked for.
#[derive(Debug, Default)]
pub struct Catalog {
    vendors: BTreeMap<&'static str, Shipped>,
}

/// The parts of one vendor, as written and as meant.
#[derive(Debug, Default)]
struct Shipped {
    specs: BTreeMap<CompactString, PartSpec>,
    parts: BTreeMap<CompactString, Arc<Part>>,
}

impl Catalog {
    /// The part with an id such as `hp/fc1242sr`; capitals do not matter.
    pub fn part(&mut self, id: &str) -> Option<Arc<Part>> {
        let id = id.to_lowercase();
        let (vendor, _) = id.split_once('/')?;
        self.vendor(vendor)?.parts.get(id.as_str()).cloned()
    }

    /// The part with an id as written, for others to be like it.
    pub fn spec(&mut self, id: &str) -> Option<&PartSpec> {
        let id = id.to_lowercase();
        let (vendor, _) = id.split_once('/')?;
        self.vendor(vendor)?.specs.get(id.as_str())
    }

    /// The lines that a shipped part is written in, but for its kind and where its fields come from.
    pub fn lines(&mut self, id: &str) -> Vec<&'static str> {
        let Some(span) = self.spec(id).map(|spec| spec.span) else { return Vec::new() };
        let vendor = id.split('/').next().unwrap_or_default().to_lowercase();
        let text = DATA.iter().find(|(name, _)| *name == vendor).map_or("", |it| it.1);
        let text = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let lines = text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
        let lines = lines.take_while(|line| !line.starts_with("provenance:"));
        lines.filter(|line| !line.starts_with("kind:") && !line.trim().is_empty()).collect()
    }

    /// Every shipped part, by id.
    pub fn all(&mut self) -> Vec<Arc<Part>> {
        DATA.iter()
            .filter_map(|(v, _)| Some(self.vendor(v)?.parts.values().cloned().collect::<Vec<_>>()))
            .flatten()
            .collect()
    }

    fn vendor(&mut self, name: &str) -> Option<&Shipped> {
        let (name, text) = DATA.iter().find(|(vendor, _)| *vendor == name)?;
        Some(self.vendors.entry(name).or_insert_with(|| read(name, text).0))
    }
}

/// Reads a shipped file; its findings are for the test that there are none.
fn read(name: &str, text: &str) -> (Shipped, Vec<Finding>) {
    let mut findings = Vec::new();
    let source = Source::new(name, text);
    let mut shipped = Shipped::default();
    let spec = Tree::parse(SourceId::default(), &source.text, &Limits::default(), &mut findings)
        .and_then(|tree| {
            let mut reader = Reader::new(&tree, &mut findings);
            CatalogueSpec::decode(&mut reader, tree.root())
        });
    for (id, spec) in spec.into_iter().flat_map(|spec| spec.parts.0) {
        shipped.specs.insert(id.value, spec);
    }
    let ids: Vec<CompactString> = shipped.specs.keys().cloned().collect();
    for id in ids {
        let like = like(&shipped.specs[&id], |like| shipped.specs.get(like).cloned());
        let part = like.ok().and_then(|(spec, lineage)| {
            let part = Part::from_spec(Some(&id), &spec, &mut findings)?;
            Some(Part { like: lineage, ..part })
        });
        shipped.parts.extend(part.map(|part| (id, Arc::new(part))));
    }
    (shipped, findings)
}

/// Most parts that one may be like, one after another.
pub const MOST_LIKE: usize = 32;

/// Why a part cannot be like another.
#[derive(Debug)]
pub enum LikeError {
    /// There is no part with this id.
    Unknown(Text),
    /// The parts are like each other in a circle.
    Circle(Text),
}

/// A part with all that it takes from those it is like, and their ids, the nearest first.
///
/// # Errors
///
/// If one of them is not known, or is like the part itself in the end.
pub fn like(
    spec: &PartSpec,
    mut find: impl FnMut(&str) -> Option<PartSpec>,
) -> Result<(PartSpec, Vec<CompactString>), LikeError> {
    let mut whole = spec.clone();
    let mut next = whole.like.take();
    let mut lineage = Vec::new();
    for _ in 0..MOST_LIKE {
        let Some(id) = next else { return Ok((whole, lineage)) };
        lineage.push(id.value.clone());
        let mut other = find(&id.value).ok_or_else(|| LikeError::Unknown(id))?;
        next = other.like.take();
        // The source of a fact goes with the fact.
        let own = whole.provenance.0.len();
        for (field, from) in &other.provenance.0 {
            if !whole.provenance.0[..own].iter().any(|(it, _)| it.value == field.value) {
                whole.provenance.0.push((field.clone(), from.clone()));
            }
        }
        whole.inherit(&other);
    }
    Err(LikeError::Circle(next.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_parts_are_sound() {
        for (vendor, text) in DATA {
            let (shipped, findings) = read(vendor, text);
            assert!(findings.is_empty(), "{vendor}: {findings:#?}");
            assert_eq!(shipped.parts.len(), shipped.specs.len());
            for (id, part) in shipped.parts {
                assert!(id.starts_with(&format!("{vendor}/")), "{id}");
                assert_eq!(id, id.to_lowercase(), "ids are looked up without capitals");
                assert!(*vendor != "generic" || part.part_number.is_none(), "{id}");
            }
        }
    }
}
