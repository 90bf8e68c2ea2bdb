//! The worked example of CONTRIBUTING.md is the rule that it shows, to the letter.
#![cfg(test)]

use std::fs;
use std::path::Path;

#[test]
fn the_rule_that_contributing_shows_is_the_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let guide = read("CONTRIBUTING.md");
    for (path, fence, kind) in [
        ("src/rules/vlan-shared.rs", "```", "rust"),
        ("src/rules/vlan-shared.md", "````", "markdown"),
    ] {
        let (_, after) = guide.split_once(&format!("`{path}`:")).unwrap();
        let (_, block) = after.split_once(&format!("{fence}{kind}\n")).unwrap();
        let close = format!("\n{fence}\n");
        let shown = block.split(close.as_str()).next().unwrap();
        assert_eq!(shown.trim(), read(path).trim(), "{path} has moved on");
    }
    let line = "\n    vlan_shared \"vlan-shared.rs\"\n";
    assert!(guide.contains(line) && read("src/rules/mod.rs").contains(line));
    assert!(read("docs/rules-coverage.md").contains("`vlan-shared`"));
}
