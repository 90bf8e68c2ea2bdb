//! Where the devices of a design stand and what feeds them.

use super::{FEEDS, Wire};
use crate::catalog::{Part, PartKind, Slot};
use crate::words::brief as words;
use crate::yaml::write::Node;

impl Wire<'_> {
    pub(super) fn power(&self) -> Node {
        let mut power = Node::map();
        let feeds = self.choice.feeds as usize;
        for (number, (feed, _)) in FEEDS.iter().take(feeds).enumerate() {
            let node = Node::map().with("kind", "feed");
            let why = if feeds > 1 { &words::TWO_FEEDS } else { &words::ONE_FEED };
            power.set(*feed, if number == 0 { node.because(self.say(why)) } else { node });
        }
        for (feed, pdu) in FEEDS.iter().take(feeds) {
            power.set(*pdu, Node::map().with("kind", "pdu").with("feed", *feed));
        }
        power
    }

    /// A device with its supplies on the feeds in turn; `from` is where the turn begins.
    pub(super) fn powered(&self, node: Node, part: &Part, from: usize) -> Node {
        let Some(psus) = part.psus else { return node };
        let feeds = self.choice.feeds as usize;
        let mut power = Node::map();
        for psu in 0..psus as usize {
            power.set(format!("psu{}", psu + 1), FEEDS[(from + psu) % feeds].1);
        }
        if psus == 0 { node } else { node.with("power", power) }
    }

    pub(super) fn powered_by(&self, node: Node, psus: Option<u32>) -> Node {
        let part = Part { psus, ..Part::unknown(PartKind::Server) };
        self.powered(node, &part, 0)
    }

    /// Gives each card a slot, where the slots of the server are known: one that is wide enough and whose processor is
    /// fitted, and rather on a riser and a processor that no card before it hangs on.
    pub(super) fn seat_cards(&self, adapters: &mut Node) {
        let (server, cpus) = (&self.choice.server, self.choice.cpus);
        let all = server.all_slots();
        let mut used: Vec<&Slot> = Vec::new();
        let names: Vec<String> = adapters.entries().iter().map(|it| it.0.clone()).collect();
        for name in names {
            let Some(card) = adapters.get_mut(&name) else { continue };
            let model = card.get("model").and_then(Node::text);
            let parts = self.brief.adapters.iter().chain([&self.choice.adapter]);
            let lanes = parts.filter(|it| it.id.as_deref() == model).find_map(|it| it.lanes);
            let fits = |slot: &&Slot| {
                let fitted = slot.cpu.zip(cpus).is_none_or(|(cpu, fitted)| cpu <= fitted);
                slot.takes(lanes) && fitted && !used.iter().any(|it| it.number == slot.number)
            };
            let beside = |slot: &&Slot| {
                let same = |it: &&Slot| {
                    let riser = it.riser.is_some() && it.riser == slot.riser;
                    riser || (it.cpu.is_some() && it.cpu == slot.cpu)
                };
                used.iter().filter(|it| same(it)).count()
            };
            if let Some(slot) = all.iter().filter(fits).min_by_key(|it| (beside(it), it.number)) {
                card.set("slot", slot.number);
                used.push(slot);
            }
        }
    }

    /// Whether every device has a known height, so that each gets its units.
    pub(super) fn has_units(&self) -> bool {
        let choice = self.choice;
        let parts = [Some(&choice.server), choice.array.as_ref(), choice.switch.as_ref()];
        let known = parts.into_iter().flatten().all(|it| it.rack_units.is_some());
        known && self.brief.rack.is_some() && self.brief.count <= 8
    }

    /// A device in the rack: arrays lowest, servers above, switches on top.
    pub(super) fn placed(&self, node: Node, part: &Part, (tier, number): (u32, u32)) -> Node {
        let Some(rack) = &self.brief.rack else { return node };
        let name = rack.rack_name();
        let units = |part: Option<&Part>| part.and_then(|it| it.rack_units).unwrap_or(0);
        let (array, server) =
            (units(self.choice.array.as_deref()), units(Some(&self.choice.server)));
        let from = rack.from.map_or(1, |it| it.value);
        let base = match tier {
            1 => 0,
            2 => array,
            _ => array + server * self.brief.count,
        };
        let unit = from + base + number * units(Some(part));
        node.with(
            "rack",
            match self.has_units() {
                true => Node::map().with("in", name).with("unit", unit),
                false => name.into(),
            },
        )
    }
}
