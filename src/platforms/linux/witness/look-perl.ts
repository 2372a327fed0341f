/** What look-python.ts does, with the same arguments and answers, for hosts that have Perl and no Python; perl-base is enough. */
export const lookPerl = String.raw`
use strict; use Socket; use Fcntl;
my ($nic, $interval, $life, $filter, @rows) = @ARGV;
my (%names, @questions, @socks, %counts, %told);
my ($requests, $lost, $turn) = (0, 0, 0);
socket(my $any, AF_INET, SOCK_DGRAM, 0) or cannot("socket: $!");
my $request = pack 'a16 x24', $nic;
ioctl($any, 0x8933, $request) or cannot("$nic: $!");
my $index = unpack 'x16 i', $request;
sub uptime { open(my $u, '<', '/proc/uptime') or cannot("/proc/uptime: $!"); return (split ' ', <$u>)[0] }
my $clock = eval { require Time::HiRes; Time::HiRes::clock_gettime(1) && sub { Time::HiRes::clock_gettime(1) } } || \&uptime;
$SIG{PIPE} = 'DEFAULT';
sub say_ { alarm 30; syswrite STDOUT, $_[0]; }
sub cannot { say_("cannot $_[0]\n"); exit 1; }
sub listen_ {
  my ($kind, $program) = @_;
  socket(my $s, 17, SOCK_RAW, 0) or cannot("raw socket: $!");
  if ($program) {
    my @code = map { pack 'S C C L', split /,/ } split ' ', $program;
    my $held = join '', @code;
    setsockopt($s, SOL_SOCKET, 26, pack('S x![P] P', scalar @code, $held)) or cannot("filter: $!");
  }
  setsockopt($s, SOL_SOCKET, SO_RCVBUF, 1 << 20);
  fcntl($s, F_SETFL, O_NONBLOCK);
  bind($s, pack('S n i S C C a8', 17, $kind, $index, 0, 0, 0, '')) or cannot("bind: $!");
  push @socks, $s;
  return $s;
}
sub claim {
  my ($f) = @_;
  return (substr($f, 28, 4), substr($f, 22, 6)) if substr($f, 12, 2) eq "\x08\x06";
  return (substr($f, 62, 16), substr($f, 78, 2) eq "\x02\x01" ? substr($f, 80, 6) : substr($f, 6, 6)) if substr($f, 54, 1) eq "\x88";
  return (substr($f, 22, 16), substr($f, 78, 2) eq "\x01\x01" ? substr($f, 80, 6) : substr($f, 6, 6));
}
my ($four, $six);
while (my ($text, $raw, $frame) = splice @rows, 0, 3) {
  $names{pack 'H*', $raw} = $text;
  my $s = length $raw == 8 ? ($four ||= listen_(0x0806, '')) : ($six ||= listen_(0x86dd, $filter));
  push @questions, [$s, pack('H*', $frame)];
}
my $start = $clock->();
my ($asked, $beat) = ($start, $start);
say_("ready\n");
while (1) {
  my $now = $clock->();
  if ($now >= $asked) {
    $asked = $asked + $interval > $now - $interval ? $asked + $interval : $now - $interval;
    my ($s, $frame) = @{$questions[$turn++ % @questions]};
    $requests++ if defined send($s, $frame, 0);
  }
  my $interest = '';
  vec($interest, fileno($_), 1) = 1 for @socks;
  my $wait = ($asked < $beat ? $asked : $beat) - $clock->();
  select($interest, undef, undef, $wait > 0 ? $wait : 0);
  for my $s (@socks) {
    while (defined recv($s, my $frame, 256, 0)) {
      next if length $frame < 42;
      my ($vip, $mac) = claim($frame);
      my $name = $names{$vip};
      next unless defined $name;
      my $key = "$name " . join(':', map { sprintf '%02x', $_ } unpack('C6', $mac));
      if ($told{$key}++) { $counts{$key}++ } else { say_("claim $key 1\n") }
    }
  }
  $now = $clock->();
  if ($now >= $beat || $now - $start >= $life) {
    for my $s (@socks) { my $n = getsockopt($s, 263, 6); $lost += (unpack 'LL', $n)[1] if defined $n }
    say_(join('', map { "claim $_ $counts{$_}\n" } keys %counts) . "beat $requests $lost\n");
    %counts = ();
    $beat = $now + 0.5;
    last if $now - $start >= $life;
  }
}
`.trim();
