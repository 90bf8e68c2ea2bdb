//! How the nodes of a design stand in for each other: heartbeats, what decides, fencing, services.

use compact_str::CompactString;

use super::{Wire, end, server};
use crate::catalog::PortRole;
use crate::design::brief::needs_fencing;
use crate::spec::Mode;
use crate::spec::brief::Attach;
use crate::words::{Msg, brief as words, msg};
use crate::yaml::write::{Node, Value};

impl Wire<'_> {
    /// A private heartbeat: a cable between two nodes, or a network of its own on a switch.
    pub(super) fn heartbeat(&mut self) -> Result<(), Msg> {
        let count = self.brief.count;
        if count < 2 {
            return Ok(());
        }
        let nic = self.nic(&words::FOR_HEARTBEAT)?;
        self.networks.set("beat", Node::map().with("role", "heartbeat"));
        let first = self.links.len();
        if count == 2 {
            self.link(&end(1, &nic), &end(2, &nic), Some("beat"));
            self.because(first, &words::BEAT_CABLE);
            return Ok(());
        }
        // On the switch where most of the servers are not for clients.
        let at = self.lan.len() - 1;
        for server in 1..=count {
            let to = self.lan[at].take()?;
            self.link(&end(server, &nic), &to, Some("beat"));
        }
        self.because(first, &words::BEAT_SWITCH);
        Ok(())
    }

    /// The cluster, with what decides when its nodes do not hear each other.
    pub(super) fn clusters(&mut self) -> Result<Option<Node>, Msg> {
        let brief = self.brief;
        if brief.count < 2 {
            return Ok(None);
        }
        let nodes: Vec<Node> = (1..=brief.count).map(|it| server(it).into()).collect();
        let heartbeats = Value::List(vec!["beat".into(), "office".into()]);
        let mut cluster = Node::map()
            .with("nodes", Value::List(nodes))
            .with("mode", brief.mode.id())
            .maybe("software", brief.software.as_ref().and_then(|it| it.id.as_deref()))
            .with("heartbeat", Node::from(heartbeats).because(self.say(&words::TWO_HEARTBEATS)));
        if self.fences() {
            cluster.set("fencing", self.fencing()?);
        } else {
            let quorum = if self.arbitrated() {
                self.arbiter_links()?;
                let node = Node::map().with("server", "arbiter").with("network", "office");
                node.because(self.say(&words::QUORUM_SERVER))
            } else {
                let node = Node::map().with("volume", "store:quorum");
                node.because(self.say(&words::QUORUM_VOLUME))
            };
            cluster.set("quorum", quorum);
        }
        let takeover = brief.takeover.map(|seconds| format!("{seconds} s"));
        Ok(Some(Node::map().with("ha", cluster.maybe("takeover", takeover))))
    }

    /// Whether a node is stopped for certain before another takes over.
    pub(super) fn fences(&self) -> bool {
        self.brief.count > 1 && needs_fencing(self.brief.software.as_deref())
    }

    /// Whether a server breaks the tie: where no array is shared, or the software takes no volume for so many nodes.
    pub(super) fn arbitrated(&self) -> bool {
        let (count, software) = (self.brief.count, self.brief.software.as_deref());
        let most = software.and_then(|it| it.clustering.quorum_volume_nodes);
        let volume = self.choice.array.is_some() && most.is_none_or(|most| count <= most);
        count > 1 && !self.fences() && !volume
    }

    pub(super) fn arbiter_links(&mut self) -> Result<(), Msg> {
        let first = self.links.len();
        for at in 0..self.lan.len() {
            let to = self.lan[at].take()?;
            self.link(&format!("arbiter:nic{}", at + 1), &to, Some("office"));
        }
        self.because(first, &words::ARBITER_CABLES);
        Ok(())
    }

    pub(super) fn fencing(&mut self) -> Result<Node, Msg> {
        let server = &self.choice.server;
        let bmc = server.ports.iter().find(|it| it.role == Some(PortRole::Bmc));
        let bmc = bmc.ok_or_else(|| msg!(words::NO_BMC, server = server.title()))?.name.to_string();
        self.networks.set("mgmt", Node::map().with("role", "management"));
        let mut fencing = Node::map().because(self.say(&words::FENCED));
        let first = self.links.len();
        // A node is stopped by another over the switch that its own clients do not come through.
        for number in 1..=self.brief.count {
            let at = number as usize % self.lan.len();
            let to = self.lan[at].take()?;
            self.link(&end(number, &bmc), &to, Some("mgmt"));
            let way = Node::map().with("bmc", bmc.as_str());
            fencing.set(self::server(number), Value::List(vec![way]));
        }
        self.because(first, &words::BMC_CABLES);
        Ok(fencing)
    }

    pub(super) fn services(&self) -> Node {
        let (brief, choice) = (self.brief, self.choice);
        let mut services = Node::map();
        for (number, service) in brief.services.iter().enumerate() {
            let mut node = Node::map();
            if brief.count > 1 {
                node.set("cluster", "ha");
            }
            let home = match brief.mode {
                Mode::DualActive if brief.count > 1 => None,
                Mode::Mutual => Some(number as u32 % brief.count + 1),
                _ => Some(1),
            };
            let volume = match choice.attach {
                Attach::HostMirror => "mirror:data".to_owned(),
                _ => format!("store:{}", self.volumes()[number]),
            };
            let mut load = Node::map().maybe("cpus", service.cpus);
            load = load.maybe("memory", service.memory.map(|it| it.to_string()));
            let node = node
                .maybe("home", home.map(server))
                .with("volumes", Value::List(vec![volume.into()]))
                .with("clients", "office")
                .maybe("vip", brief.vips.get(number).map(CompactString::as_str));
            let load = (!load.entries().is_empty()).then_some(load);
            services.set(service.name.as_str(), node.maybe("load", load));
        }
        services
    }
}
