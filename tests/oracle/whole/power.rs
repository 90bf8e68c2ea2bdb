//! Feeds, what stands between, and the sources that devices are plugged into.

use super::{Draft, Theme};

impl Draft<'_> {
    pub(super) fn power(&mut self) {
        if self.outlets {
            self.own_outlets();
        }
        if self.psus.is_none() || self.outlets {
            return;
        }
        let chain = match self.theme {
            Theme::Power => [1, 2, 3, 3, 3][self.wish % 5],
            _ => self.dice.weighed(&[20, 25, 25, 30]),
        };
        let mut line = |text: &str| self.put("power", format!("  {text}"));
        line("feed-1: {kind: feed}");
        let sources: &[&str] = match chain {
            0 => &["feed-1"],
            1 => {
                line("ups-1: {kind: ups, feed: feed-1}");
                line("pdu-1: {kind: pdu, feed: ups-1}");
                line("pdu-2: {kind: pdu, feed: feed-1}");
                &["pdu-1", "pdu-2"]
            }
            2 => {
                line("gen-1: {kind: generator}");
                line("ats-1: {kind: ats, feed: [feed-1, gen-1]}");
                &["ats-1", "feed-1", "ats-1"]
            }
            _ => {
                line("ups-1: {kind: ups, feed: feed-1}");
                line("feed-2: {kind: feed}");
                line("ats-1: {kind: ats, feed: [ups-1, feed-2]}");
                &["ats-1", "feed-2"]
            }
        };
        self.sources = sources.iter().map(|it| (*it).to_owned()).collect();
    }

    /// Each node behind an outlet of its own, some with a port that others reach.
    fn own_outlets(&mut self) {
        for n in 1..=self.servers {
            let place = self.place();
            let model =
                "model: {kind: pdu, ports: [{names: [net], protocol: ethernet, role: management}]}";
            self.put("power", format!("  pdu-{n}: {{kind: pdu, {model}{place}}}"));
        }
    }

    /// The `power` of a device: one supply after the other, wherever it falls. Devices that need none have none.
    pub(super) fn plugs(&mut self, kind: usize) -> String {
        let Some(psus) = self.psus else { return String::new() };
        if self.sources.is_empty()
            || !self.dice.chance(if self.theme == Theme::Power { 97 } else { 65 })
        {
            return String::new();
        }
        let first = self.dice.below(self.sources.len());
        let apart = self.dice.chance(70);
        let plug = |n: usize| {
            let at = if apart { first + n } else { first };
            format!("psu{}: {}", n + 1, self.sources[at % self.sources.len()])
        };
        let plugs: Vec<String> = (0..psus[kind].0).map(plug).collect();
        format!(", power: {{{}}}", plugs.join(", "))
    }
}
