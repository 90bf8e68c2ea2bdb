//! The engine agrees with the hand-written answer of every reference topology, component by component.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;

use common::{expand, references};
use haplan::facts::{Effect, Facts};
use haplan::topology::CompId;
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
            let other = found.iter().filter(|it| expected.get(it.0) != Some(it.1));
            let missing = expected.keys().filter(|id| !found.contains_key(*id));
            let wrong: Vec<String> = other
                .map(|(id, effect)| format!("{id}: {effect}, answered {:?}", expected.get(id)))
                .chain(missing.map(|id| format!("{id}: not listed")))
                .collect();
            assert!(wrong.is_empty(), "{at}: {wrong:#?}");

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
                assert_eq!(expected["fit"].as_bool(), Some(*fit), "{at}");
                let figures = [
                    ("paths", paths.map(|it| it.paths)),
                    ("non_optimized", paths.map(|it| it.non_optimized)),
                    ("disjoint", paths.map(|it| it.disjoint)),
                ];
                for (key, figure) in figures {
                    assert_eq!(expected[key].as_u64(), figure.map(|it| it as u64), "{at} {key}");
                }
            }
            for pair in answer["pairs"].as_sequence().into_iter().flatten() {
                let set: Vec<CompId> = pair["components"]
                    .as_sequence()
                    .unwrap()
                    .iter()
                    .map(|id| topology.component(id.as_str().unwrap()).unwrap())
                    .collect();
                let effect = facts.set(id, &set).effect.id();
                assert_eq!(pair["effect"].as_str(), Some(effect), "{at} {pair:?}");
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
