//! IPv4 addresses and networks.

use super::Wrong;
use crate::text::half_width;
use std::fmt;
use std::net::Ipv4Addr;

/// A network: its first address and the length of its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    network: Ipv4Addr,
    prefix: u8,
}

impl Cidr {
    /// The network in which an address lies. None for a prefix beyond 32.
    pub fn around(address: Ipv4Addr, prefix: u8) -> Option<Cidr> {
        let mask = u32::MAX.checked_shl(32_u32.checked_sub(u32::from(prefix))?).unwrap_or(0);
        Some(Cidr { network: Ipv4Addr::from(u32::from(address) & mask), prefix })
    }

    pub fn contains(self, address: Ipv4Addr) -> bool {
        Cidr::around(address, self.prefix) == Some(self)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

pub(super) fn address(line: &str) -> Result<Ipv4Addr, Wrong> {
    narrow(line).parse().ok().ok_or_else(|| Wrong::NotIpv4(line.to_owned()))
}

/// `10.1.3.0/24` or, as routers say it, `10.1.3.0/255.255.255.0`.
pub(super) fn network(line: &str) -> Result<Cidr, Wrong> {
    let wrong = || Wrong::NotCidr(line.to_owned());
    let text = narrow(line);
    let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
    let address: Ipv4Addr = address.trim().parse().ok().ok_or_else(wrong)?;
    let prefix = prefix_length(prefix.trim()).ok_or_else(wrong)?;
    let network = Cidr::around(address, prefix).ok_or_else(wrong)?;
    if network.network != address {
        return Err(Wrong::HostBits { text: line.to_owned(), network });
    }
    Ok(network)
}

fn prefix_length(text: &str) -> Option<u8> {
    if let Ok(mask) = text.parse::<Ipv4Addr>() {
        let mask = u32::from(mask);
        let ones = mask.leading_ones();
        return if mask.count_ones() == ones { u8::try_from(ones).ok() } else { None };
    }
    let is_plain = text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|prefix| is_plain && *prefix <= 32)
}

/// Chinese input methods write 。 for the point.
fn narrow(line: &str) -> String {
    line.chars().map(|c| if c == '。' { '.' } else { half_width(c) }).collect()
}
