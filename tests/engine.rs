//! The engine agrees with the hand-written answer of every reference topology, component by component.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;

use common::{expand, references};
use haplan::facts::{Effect, Facts};
use serde_yaml::Value;

#[test]
fn every_component_of_every_reference_has_the_effect_of_its_answer() {
    let mut seen = 0;
    for reference in references() {
        let (topology, answer) = (&reference.topology, &reference.answer);
        let facts = Facts::new(topology);
        for (name, answer) in answer["services"].as_mapping().unwrap() {
            let name = name.as_str().unwrap();
            let at = format!("{} {name}", reference.name);
            let id = topology.service_ids().find(|&id| topology[id].name == name).unwrap();
            let service = facts.service(id);

            let mut expected = BTreeMap::new();
            for entry in answer["effects"].as_sequence().unwrap() {
                for component in entry["components"].as_sequence().unwrap() {
                    for component in expand(component.as_str().unwrap()) {
                        let effect = entry["effect"].as_str().unwrap().to_owned();
                        assert!(
                            expected.insert(component.clone(), effect).is_none(),
                            "{at}: {component}"
                        );
                    }
                }
            }
            let found: BTreeMap<String, String> = facts
                .every(&service)
                .map(|fault| {
                    (topology.id(fault.component).to_owned(), fault.effect.effect.id().to_owned())
                })
                .collect();
            assert_eq!(found, expected, "{at}");

            for effect in Effect::ALL {
                let of_effect = facts.every(&service).filter(|fault| {
                    fault.effect.effect == effect && !facts.is_logical(fault.component)
                });
                let count = of_effect.count();
                assert_eq!(
                    answer["counts"][effect.id()].as_u64(),
                    Some(count as u64),
                    "{at} {effect:?}"
                );
            }
            assert_eq!(answer["level"].as_u64(), service.level.map(u64::from), "{at} level");
            for (&node, (fit, paths)) in topology[id].nodes.iter().zip(&service.nodes) {
                let expected = &answer["nodes"][topology[node].name.as_str()];
                let paths = paths.unwrap();
                assert_eq!(expected["fit"].as_bool(), Some(*fit), "{at}");
                assert_eq!(expected["paths"].as_u64(), Some(paths.paths as u64), "{at} paths");
                let non_optimized = paths.non_optimized as u64;
                assert_eq!(expected["non_optimized"].as_u64(), Some(non_optimized), "{at}");
                assert_eq!(
                    expected["disjoint"].as_u64(),
                    Some(paths.disjoint as u64),
                    "{at} disjoint"
                );
            }

            let names = |value: &Value| {
                let mut names: Vec<String> = value
                    .as_sequence()
                    .unwrap()
                    .iter()
                    .flat_map(|name| expand(name.as_str().unwrap()))
                    .collect();
                names.sort();
                names
            };
            let serious = &facts.serious()[id.index()];
            let of = |wanted: &dyn Fn(Effect) -> bool| -> Vec<String> {
                serious
                    .iter()
                    .filter(|it| wanted(it.effect) && !facts.is_logical(it.component))
                    .map(|it| topology.id(it.component).to_owned())
                    .collect()
            };
            assert_eq!(of(&|it| it >= Effect::Outage), names(&answer["single_points"]), "{at}");
            assert_eq!(of(&|it| it == Effect::Failover), names(&answer["takeover_only"]), "{at}");
            seen += 1;
        }
    }
    assert!(seen >= 6);
}
