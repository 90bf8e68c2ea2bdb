//! What the reader makes of files.
#![cfg(test)]

mod common;

#[test]
fn a_cable_is_known_by_its_label_and_by_its_ends_in_either_order() {
    let references = common::references();
    let complete = &references.iter().find(|it| it.name == "s1-complete").unwrap().topology;
    // 79 components that are counted, and two logical ones.
    assert_eq!(complete.components.len(), 79 + 2);
    assert!(complete.component("F-08").is_some());
    for ends in ["fc-b:3 -- msa:B0", "msa:B0--fc-b:3"] {
        assert_eq!(complete.component(ends), complete.component("F-08"));
    }
}
