//! One colour for everything that belongs together: the sleeve or jacket to use, also in drawings.

use crate::catalog::Protocol;
use crate::names::natural;
use crate::spec::NetworkRole;
use crate::topology::{CableId, FabricId, Topology};
use crate::words::{Word, sheets};

macro_rules! colors {
    ($($(#[doc = $doc:literal])* $Name:ident = $id:literal, $word:ident;)*) => {
        /// The colour of a cable. Red and amber are left to single points and takeover-only parts.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Color { $($(#[doc = $doc])* $Name,)* }

        impl Color {
            /// As in JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$Name => $id,)* }
            }

            /// As people read it.
            pub fn word(self) -> &'static Word {
                match self { $(Self::$Name => &sheets::$word,)* }
            }
        }
    };
}

colors! {
    /// The first fabric.
    Blue = "blue", COLOR_BLUE;
    /// The second fabric.
    Orange = "orange", COLOR_ORANGE;
    /// The third fabric, and replication.
    Violet = "violet", COLOR_VIOLET;
    /// The fourth fabric; more start again with the first.
    Brown = "brown", COLOR_BROWN;
    /// Storage over Fibre Channel or Ethernet without a fabric.
    Aqua = "aqua", COLOR_AQUA;
    /// SAS.
    Black = "black", COLOR_BLACK;
    /// Clients.
    Green = "green", COLOR_GREEN;
    /// Heartbeat.
    Yellow = "yellow", COLOR_YELLOW;
    /// Management.
    Grey = "grey", COLOR_GREY;
    /// Ethernet whose purpose is not given.
    White = "white", COLOR_WHITE;
}

/// The colour of each fabric.
#[derive(Debug)]
pub(super) struct Colors {
    /// By fabric.
    fabrics: Vec<Color>,
}

impl Colors {
    /// By the names of the fabrics, so that their order in the file does not matter.
    pub(super) fn new(topology: &Topology) -> Self {
        const ORDER: [Color; 4] = [Color::Blue, Color::Orange, Color::Violet, Color::Brown];
        let mut sorted: Vec<usize> = (0..topology.fabrics.len()).collect();
        let name = |fabric: usize| &topology.fabrics[fabric].name;
        sorted.sort_by(|&a, &b| natural(name(a), name(b)));
        let mut fabrics = vec![Color::Blue; sorted.len()];
        for (fabric, &color) in sorted.into_iter().zip(ORDER.iter().cycle()) {
            fabrics[fabric] = color;
        }
        Self { fabrics }
    }

    /// A fabric goes before networks, and of networks the one that matters most.
    pub(super) fn of(
        &self,
        topology: &Topology,
        cable: CableId,
        fabric: Option<FabricId>,
    ) -> Color {
        if let Some(fabric) = fabric {
            return self.fabrics[fabric.index()];
        }
        let networks = &topology[cable].networks;
        let has = |role| networks.iter().any(|&network| topology[network].role == role);
        match topology[cable].protocol {
            Protocol::Sas => Color::Black,
            Protocol::Fc => Color::Aqua,
            Protocol::Serial => Color::Yellow,
            Protocol::Ethernet if has(NetworkRole::Storage) => Color::Aqua,
            Protocol::Ethernet if has(NetworkRole::Clients) => Color::Green,
            Protocol::Ethernet if has(NetworkRole::Heartbeat) => Color::Yellow,
            Protocol::Ethernet if has(NetworkRole::Replication) => Color::Violet,
            Protocol::Ethernet if has(NetworkRole::Management) => Color::Grey,
            Protocol::Ethernet => Color::White,
        }
    }
}
