//! docs/rules-coverage.md: what it names exists, and every rule of the program stands in it.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::Path;

use haplan::report::metas;
use haplan::rules::RULES;

#[test]
fn the_coverage_of_design_rules_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/rules-coverage.md")).unwrap();
    let fields = std::fs::read_to_string(root.join("schemas/topology.schema.json")).unwrap();
    let mut seen = BTreeSet::new();
    let (mut covered, mut not) = (0, 0);
    for line in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| design"))
    {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, says, place] = cells[..] else { panic!("{line}") };
        assert!(seen.insert(id), "{id} stands twice");
        assert!(!says.is_empty(), "{id}");
        match place.strip_prefix("not: ") {
            Some(reason) => {
                assert!(reason.len() > 20, "{id}: why not?");
                not += 1;
            }
            None => covered += 1,
        }
        for name in place.split('`').skip(1).step_by(2) {
            let name = name.trim_end_matches(':').split('.').next().unwrap();
            let rule = metas().iter().any(|meta| meta.id == name);
            assert!(rule || fields.contains(&format!("\"{name}\":")), "{id}: there is no {name}");
        }
    }
    assert_eq!(seen.len(), 89);
    assert!(covered >= 60, "{covered}");
    let text = format!("{covered} are covered, {not} are not.");
    assert!(page.contains(&text), "the page should say: {text}");
    for rule in RULES {
        assert!(page.contains(&format!("`{}`", rule.meta.id)), "{} is missing", rule.meta.id);
    }
}
