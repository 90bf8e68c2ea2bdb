//! Zones and aliases for each fabric, in names that switches take.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::Facts;
use crate::names::natural;
use crate::sheet::table::{Cell, Column, Row, Table};
use crate::topology::{DeviceKind, PortId, Topology};
use crate::words::{Lang, Word, handover as words, msg};

/// The zoning of a design.
#[derive(Clone, Debug)]
pub struct Zoning {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// Whether the file gives zones; else they follow from the wiring.
    pub given: bool,
    /// The fabrics, by name.
    pub fabrics: Vec<FabricZones>,
    /// Zones of the file that have no pair of server and array port in a fabric that they reach into.
    pub one_sided: Vec<String>,
}

/// The zoning of one fabric.
#[derive(Clone, Debug)]
pub struct FabricZones {
    /// Its label, several joined by `+`; without one its first switch.
    pub name: String,
    /// Its switches, in natural order.
    pub switches: Vec<String>,
    /// What its configuration is called.
    pub config: String,
    /// Its ports, in natural order.
    pub aliases: Vec<Alias>,
    /// Its zones, in natural order.
    pub zones: Vec<Zone>,
}

/// A port of a server or array.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alias {
    /// In letters that switches take.
    pub name: String,
    /// `DEVICE:PORT`.
    pub port: String,
    /// Its WWPN in small letters with colons, if the file gives it.
    pub wwn: Option<String>,
}

/// A zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// In letters that switches take.
    pub name: String,
    /// Names of its aliases: those of servers, then those of arrays.
    pub members: Vec<String>,
}

/// Most characters of a name: 64 both of Fabric OS (Broadcom, "Naming Conventions" of zoning) and of MDS
/// and Nexus switches (Cisco, "Device Alias Requirements").
const MOST: usize = 64;

/// A name that both makers take: it begins with a letter and goes on in letters, digits and underscores.
/// Fabric OS before 8.1 takes no other; Cisco takes more. Other letters are written by their numbers.
fn safe(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if c.is_ascii() => out.push('_'),
            c => out.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    // Fabric OS keeps these beginnings for itself.
    let reserved =
        ["bfa_", "lsan_", "d__efault__", "msfr_", "red_", "r_e_d_i_r_c__", "t_r_a_f_f_i_c_"];
    let small = out.to_ascii_lowercase();
    let begins_well = out.starts_with(|c: char| c.is_ascii_alphabetic());
    if !begins_well || reserved.iter().any(|it| small.starts_with(it)) {
        out.insert_str(0, "x_");
    }
    out
}

/// Names that are used in a fabric. Capitals make no difference: they are too easily mistaken.
#[derive(Default)]
struct Used(BTreeSet<String>);

impl Used {
    /// The name in safe letters, short enough, and with a number if it is used already.
    fn take(&mut self, name: &str) -> String {
        let whole = safe(name);
        let mut number = 1;
        loop {
            let tail = if number == 1 { String::new() } else { format!("_{number}") };
            let room = MOST - tail.len();
            let name = format!("{}{tail}", &whole[..whole.len().min(room)]);
            if self.0.insert(name.to_ascii_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// `50:01:43:80:12:34:56:78` of any way to write it.
fn canonical(wwn: &str) -> String {
    let digits: Vec<char> = wwn.to_lowercase().chars().filter(char::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(":")
}

/// The zoning of a design: the zones of the file, or without any a zone for each server port and array that
/// share a fabric, with that one server port in it.
pub fn zoning(topology: &Topology) -> Zoning {
    let facts = Facts::new(topology);
    let given = topology.zones.iter().flatten().zip(facts.zone_ports());
    let given: Vec<_> = given.collect();
    let (mut fabrics, mut one_sided) = (Vec::new(), BTreeSet::new());
    for (switches, mut ports) in facts.fc_fabrics_with_ports() {
        if ports.is_empty() {
            continue;
        }
        ports.sort_by(|&a, &b| natural(topology.port_id(a), topology.port_id(b)));
        let mut switches: Vec<_> = switches.iter().map(|&it| &topology[it]).collect();
        switches.sort_by(|a, b| natural(&a.name, &b.name));
        let labels = switches.iter().filter_map(|it| it.fabric);
        let mut labels: Vec<&str> = labels.map(|it| &*topology[it].name).collect();
        labels.sort_by(|a, b| natural(a, b));
        labels.dedup();
        let name = match labels.is_empty() {
            true => switches.first().map(|it| it.name.to_string()).unwrap_or_default(),
            false => labels.join("+"),
        };
        let mut used = Used::default();
        let mut alias_of: BTreeMap<PortId, String> = BTreeMap::new();
        let mut aliases = Vec::new();
        for &port in &ports {
            let id = topology.port_id(port);
            let name = used.take(id);
            alias_of.insert(port, name.clone());
            let wwn = topology[port].wwn.as_deref().map(canonical);
            aliases.push(Alias { name, port: id.to_owned(), wwn });
        }
        let is_server = |port: PortId| topology[topology[port].device].kind == DeviceKind::Server;
        let mut zones = Vec::new();
        let mut add = |used: &mut Used, name: &str, members: Vec<PortId>| {
            let members = members.iter().filter_map(|port| alias_of.get(port).cloned()).collect();
            zones.push(Zone { name: used.take(name), members });
        };
        if topology.zones.is_some() {
            for (zone, inside) in &given {
                let here = |all: &[PortId]| -> Vec<PortId> {
                    ports.iter().copied().filter(|port| all.contains(port)).collect()
                };
                let (from, to) = (here(&inside.initiators), here(&inside.targets));
                match (from.is_empty(), to.is_empty()) {
                    (true, true) => {}
                    (false, false) => add(&mut used, &zone.name, [from, to].concat()),
                    _ => {
                        one_sided.insert(zone.name.to_string());
                    }
                }
            }
        } else {
            let mut arrays: BTreeMap<_, Vec<PortId>> = BTreeMap::new();
            for &port in ports.iter().filter(|&&port| !is_server(port)) {
                arrays.entry(topology[port].device).or_default().push(port);
            }
            let mut arrays: Vec<_> = arrays.into_iter().collect();
            arrays.sort_by(|a, b| natural(&topology[a.0].name, &topology[b.0].name));
            for &server in ports.iter().filter(|&&port| is_server(port)) {
                for (array, targets) in &arrays {
                    let name = format!("{}__{}", topology.port_id(server), topology[*array].name);
                    add(&mut used, &name, [&[server], &targets[..]].concat());
                }
            }
        }
        let config = used.take(&format!("cfg_{name}"));
        let switches = switches.iter().map(|it| it.name.to_string()).collect();
        fabrics.push(FabricZones { name, switches, config, aliases, zones });
    }
    fabrics.sort_by(|a, b| natural(&a.name, &b.name).then_with(|| a.switches.cmp(&b.switches)));
    Zoning {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        given: topology.zones.is_some(),
        fabrics,
        one_sided: one_sided.into_iter().collect(),
    }
}

impl Zoning {
    /// Zones and aliases, for people.
    pub fn tables(&self, lang: Lang) -> Vec<Table> {
        let design = self.title.as_deref().unwrap_or(&self.name);
        let column = |key, word: &Word| Column::text(key, word.text(lang));
        let columns = vec![column("zone", &words::H_ZONE), column("members", &words::H_MEMBERS)];
        let mut zones = Table::new(&words::SHEET_ZONES, design, lang, columns);
        let columns = vec![
            column("alias", &words::H_ALIAS),
            column("port", &words::H_PORT),
            column("wwpn", &words::H_WWPN),
        ];
        let mut aliases = Table::new(&words::SHEET_ALIASES, design, lang, columns);
        for fabric in &self.fabrics {
            let switches = fabric.switches.clone();
            let head = msg!(words::G_FABRIC, name = &fabric.name, switches = switches).text(lang);
            zones.rows.push(Row::Group(head.clone()));
            aliases.rows.push(Row::Group(head));
            for zone in &fabric.zones {
                zones.line(0, vec![zone.name.clone().into(), Cell::List(zone.members.clone())]);
            }
            for alias in &fabric.aliases {
                let wwn = alias.wwn.clone();
                let wwn = wwn.unwrap_or_else(|| words::TO_CONFIRM.text(lang).to_owned());
                let (name, port) = (alias.name.clone(), alias.port.clone());
                aliases.line(0, vec![name.into(), port.into(), wwn.into()]);
            }
        }
        zones.notes = self.notes(lang);
        vec![zones, aliases]
    }

    /// One row for each member of each zone, for programs.
    pub fn members(&self, lang: Lang) -> Table {
        let column = |key, word: &Word| Column::text(key, word.text(lang));
        let columns = vec![
            column("fabric", &words::H_FABRIC),
            column("zone", &words::H_ZONE),
            column("alias", &words::H_ALIAS),
            column("port", &words::H_PORT),
            column("wwpn", &words::H_WWPN),
        ];
        let mut table = Table::new(&words::SHEET_ZONES, &self.name, lang, columns);
        for fabric in &self.fabrics {
            let by_name: BTreeMap<&str, &Alias> =
                fabric.aliases.iter().map(|it| (it.name.as_str(), it)).collect();
            for zone in &fabric.zones {
                for member in zone.members.iter().filter_map(|it| by_name.get(it.as_str())) {
                    table.line(
                        0,
                        vec![
                            fabric.name.clone().into(),
                            zone.name.clone().into(),
                            member.name.clone().into(),
                            member.port.clone().into(),
                            member.wwn.clone().into(),
                        ],
                    );
                }
            }
        }
        table
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        if self.fabrics.is_empty() {
            return vec![words::NO_FABRICS.text(lang).to_owned()];
        }
        let aliases = || self.fabrics.iter().flat_map(|it| &it.aliases);
        let zones: usize = self.fabrics.iter().map(|it| it.zones.len()).sum();
        let origin = if self.given { &words::N_GIVEN } else { &words::N_FROM_WIRING };
        let (count, fabrics) = (aliases().count(), self.fabrics.len());
        let counts = msg!(words::N_ZONES, zones = zones, aliases = count, fabrics = fabrics);
        let mut notes = vec![counts.text(lang), origin.text(lang).to_owned()];
        let open = aliases().filter(|it| it.wwn.is_none()).count();
        if open > 0 {
            notes.push(msg!(words::N_NO_WWPN, count = open).text(lang));
        }
        if !self.one_sided.is_empty() {
            notes.push(msg!(words::N_ONE_SIDED, names = self.one_sided.clone()).text(lang));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_every_switch_and_none_is_used_twice() {
        assert_eq!(safe("db1:hba1/1"), "db1_hba1_1");
        assert_eq!(safe("1st-server"), "x_1st_server");
        assert_eq!(safe("LSAN_a"), "x_LSAN_a");
        assert_eq!(safe("数据库"), "u6570u636eu5e93");
        let mut used = Used::default();
        assert_eq!(["a-b", "a_b", "A.B"].map(|it| used.take(it)), ["a_b", "a_b_2", "A_B_3"]);
        let long = "x".repeat(100);
        let names = [used.take(&long), used.take(&long)];
        assert!(names.iter().all(|it| it.len() == 64) && names[0] != names[1]);
    }
}
