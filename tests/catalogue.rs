//! The shipped parts: each fact says where it comes from, and none is made up.
#![cfg(test)]

use haplan::catalog::{CatalogueSpec, PartSpec};
use haplan::source::SourceId;
use haplan::yaml::Tree;
use haplan::yaml::decode::{Decode, Reader};
use std::fs;
use std::path::Path;

/// Every shipped part as written, by id.
fn shipped() -> Vec<(String, PartSpec)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data");
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut findings = Vec::new();
        let tree = Tree::parse(SourceId::default(), &text, &Default::default(), &mut findings);
        let tree = tree.unwrap();
        let spec = CatalogueSpec::decode(&mut Reader::new(&tree, &mut findings), tree.root());
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
        let of_file = spec.unwrap().parts.0;
        parts.extend(of_file.into_iter().map(|(id, part)| (id.value.to_string(), part)));
    }
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    parts
}

#[test]
fn every_field_of_a_shipped_part_says_where_it_comes_from() {
    let mut silent = Vec::new();
    for (id, part) in shipped() {
        if id.starts_with("generic/") {
            continue;
        }
        for field in part.unsourced() {
            silent.push(format!("{id}: {field}"));
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_source_is_a_document_and_nothing_of_the_workshop() {
    for (id, part) in shipped() {
        for (field, from) in &part.provenance.0 {
            let text = match (&from.source, &from.unverified) {
                (Some(source), None) => &source.value,
                (None, Some(how)) => &how.value,
                _ => panic!("{id}: {}: one of source and unverified", field.as_str()),
            };
            assert!(text.len() > 7, "{id}: {}: {text}", field.as_str());
            for word in ["shared/", "BRIEF", "/work", "/tmp", "NBF", "stored"] {
                assert!(!text.contains(word), "{id}: {}: {text}", field.as_str());
            }
        }
    }
}

#[test]
fn a_part_number_stands_for_one_part_only() {
    let mut numbers: Vec<(String, String)> = shipped()
        .into_iter()
        .filter_map(|(id, part)| Some((part.part_number?.value.to_string(), id)))
        .collect();
    numbers.sort();
    for pair in numbers.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
    assert!(numbers.len() > 50, "{}", numbers.len());
}
