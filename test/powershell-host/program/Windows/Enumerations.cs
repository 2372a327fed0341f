namespace PowershellHost.Windows;

// The words and numbers of the MSFT_ classes in ROOT/StandardCimv2. A script that forgets [string] sees the numbers in its JSON.

public enum Family { IPv4 = 2, IPv6 = 23 }

public enum Toggle { Disabled = 0, Enabled = 1 }

public enum Store { PersistentStore = 0, ActiveStore = 1 }

public enum RouterDiscovery { Disabled = 0, Enabled = 1, Dhcp = 2 }

public enum ConnectionState { Disconnected = 0, Connected = 1 }

public enum AddressState { Invalid = 0, Tentative = 1, Duplicate = 2, Deprecated = 3, Preferred = 4 }

public enum AddressType { Unicast = 1, Anycast = 2 }

public enum PrefixOrigin { Other = 0, Manual = 1, WellKnown = 2, Dhcp = 3, RouterAdvertisement = 4 }

public enum NetworkCategory { Public = 0, Private = 1, DomainAuthenticated = 2 }

public enum TcpState { Closed = 1, Listen = 2, SynSent = 3, SynReceived = 4, Established = 5, CloseWait = 8, TimeWait = 11, Bound = 100 }

public enum NeighborState { Unreachable = 0, Incomplete = 1, Probe = 2, Delay = 3, Stale = 4, Reachable = 5, Permanent = 6 }

public enum FirewallAction { NotConfigured = 0, Allow = 2, Block = 4 }

public enum FirewallDirection { Inbound = 1, Outbound = 2 }

/** Of a profile. */
public enum GpoBoolean { False = 0, True = 1, NotConfigured = 2 }

/** Of a rule: both words are true for a script that asks `if ($rule.Enabled)`. */
public enum RuleEnabled { True = 1, False = 2 }

/** Where a rule of the active store comes from: made here, by a group policy, or part of Windows. */
public enum RuleSource { None = 0, Local = 1, GroupPolicy = 2, Dynamic = 3, Generated = 4, Hardcoded = 5 }

[Flags]
public enum FirewallProfiles { Any = 0, Domain = 1, Private = 2, Public = 4 }

public enum TaskState { Unknown = 0, Disabled = 1, Queued = 2, Ready = 3, Running = 4 }
