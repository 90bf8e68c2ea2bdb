//! Clusters, services and mirrors of a file.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::file::{
    Arbitration, File, Heartbeat, Judge, Kind, Legs, Method, Mirror, Quorum, Service,
};
use super::names::{entries_at, names_at, text, text_at};

impl File {
    pub(super) fn mirror(&self, value: &Value) -> Mirror {
        let names = names_at(value, "legs");
        let by_array = text_at(value, "by").as_deref() == Some("array");
        let legs = if by_array {
            Legs::Arrays(names.clone())
        } else if names[0].contains(':') {
            Legs::Volumes(names.clone())
        } else {
            Legs::Nodes(names.iter().map(|name| self.device_at(name)).collect())
        };
        let prefer = text_at(value, "prefer");
        let position = |leg: String| names.iter().position(|name| *name == leg).expect("a leg");
        Mirror {
            legs,
            over: names_at(value, "over"),
            witness: value.get("witness").map(|it| self.judge(it)),
            prefer: prefer.map_or(0, position),
        }
    }

    fn judge(&self, value: &Value) -> Judge {
        let server = self.device_at(&text_at(value, "server").expect("a server"));
        assert_eq!(self.devices[server].kind, Kind::Server);
        Judge { server, network: text_at(value, "network") }
    }

    pub(super) fn service(&mut self, top: &Value, value: &Value) -> Service {
        let names = names_at(value, "volumes");
        let (mirrors, volumes): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| name.starts_with("mirror:"));
        let mirrors = mirrors.iter().map(|name| name["mirror:".len()..].to_owned()).collect();
        let clients = text_at(value, "clients");
        let home = text_at(value, "home").map(|home| self.device_at(&home));
        let Some(cluster) = text_at(value, "cluster") else {
            let home = home.expect("a home");
            return Service {
                nodes: vec![home],
                home,
                clustered: false,
                dual_active: false,
                arbitration: Arbitration::None,
                tie_break_home: false,
                heartbeat: None,
                quorum: None,
                fencing: BTreeMap::new(),
                volumes,
                mirrors,
                clients,
            };
        };
        let clusters = entries_at(top, "clusters");
        let (_, cluster) = clusters.into_iter().find(|c| c.0 == cluster).expect("the cluster");
        let nodes: Vec<usize> =
            names_at(cluster, "nodes").iter().map(|node| self.device_at(node)).collect();
        let quorum = cluster.get("quorum").map(|quorum| match text_at(quorum, "volume") {
            Some(volume) => Quorum::Volume(volume),
            None => Quorum::Server(self.judge(quorum)),
        });
        let fencing = self.fencing(cluster);
        let arbitration = match self.arbitration(cluster).as_deref() {
            Some("votes") => Arbitration::Votes,
            Some("fenced") => Arbitration::Fenced,
            Some("none") => Arbitration::None,
            Some(other) => panic!("arbitration {other}"),
            None if quorum.is_some() => Arbitration::Votes,
            None if !fencing.is_empty() => Arbitration::Fenced,
            None => Arbitration::None,
        };
        let dual_active = text_at(cluster, "mode").as_deref() == Some("dual-active");
        Service {
            home: if dual_active { nodes[0] } else { home.expect("a home") },
            nodes,
            clustered: true,
            dual_active,
            arbitration,
            tie_break_home: text_at(cluster, "tie_break").as_deref() == Some("home"),
            heartbeat: heartbeat(cluster),
            quorum,
            fencing,
            volumes,
            mirrors,
            clients,
        }
    }

    /// What a cluster gives, or its software.
    fn arbitration(&self, cluster: &Value) -> Option<String> {
        let software = match cluster.get("software") {
            Some(Value::Mapping(part)) => text_at(&Value::Mapping(part.clone()), "arbitration"),
            Some(id) => text_at(&self.known(&text(id)), "arbitration"),
            None => None,
        };
        text_at(cluster, "arbitration").or(software)
    }

    /// How each node of a cluster can be fenced; the ports named there are components from now on.
    pub(super) fn fencing(&mut self, cluster: &Value) -> BTreeMap<usize, Vec<Method>> {
        let mut fencing = BTreeMap::new();
        for (name, list) in entries_at(cluster, "fencing") {
            let methods = list.as_sequence().cloned().unwrap_or_else(|| vec![list.clone()]);
            let methods = methods.iter().map(|it| self.method(&name, it)).collect();
            fencing.insert(self.device_at(&name), methods);
        }
        fencing
    }

    fn method(&mut self, node: &str, value: &Value) -> Method {
        if let Some(port) = text_at(value, "bmc") {
            let port = self.port(&format!("{node}:{port}"));
            assert_eq!(self.ports[port].role, "bmc");
            return Method::Bmc { port, network: text_at(value, "network") };
        }
        if let Some(volume) = text_at(value, "reserve") {
            return Method::Reserve(volume);
        }
        let outlets = names_at(value, "outlets");
        Method::Outlets(outlets.iter().map(|outlet| self.device_at(outlet)).collect())
    }
}

/// Heartbeats of a cluster; nothing if none are given.
fn heartbeat(cluster: &Value) -> Option<Vec<Heartbeat>> {
    let one = |value: &Value| match text_at(value, "volume") {
        Some(volume) => Heartbeat::Volume(volume),
        None => Heartbeat::Network(text(value)),
    };
    let all: Vec<Heartbeat> = match cluster.get("heartbeat") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Sequence(items)) => items.iter().map(one).collect(),
        Some(value) => vec![one(value)],
    };
    (!all.is_empty()).then_some(all)
}
