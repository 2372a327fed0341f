/** What carry-python.ts does, with the same arguments and answers. */
export const carryPerl = String.raw`
use strict; use Socket; use Fcntl;
my ($nic, $own, $port, $life, $filter, $drop, $opening, $speech, $resets, $pings) = @ARGV;
my $six = $own =~ /:/;
my ($tcp, $vip, $size) = $six ? (54, 22, 16) : (34, 26, 4);
$SIG{PIPE} = 'DEFAULT'; $| = 1; alarm 60;
sub cannot { print "cannot $_[0]\n"; exit 1; }
sub uptime { open(my $u, '<', '/proc/uptime') or cannot("/proc/uptime: $!"); return (split ' ', <$u>)[0] }
my $clock = eval { require Time::HiRes; Time::HiRes::clock_gettime(1) && sub { Time::HiRes::clock_gettime(1) } } || \&uptime;
sub guarded {
  my ($s, $program) = @_;
  my @code = map { pack 'S C C L', split /,/ } split ' ', $program;
  my $held = join '', @code;
  setsockopt($s, SOL_SOCKET, 26, pack('S x![P] P', scalar @code, $held)) or cannot("filter: $!");
}
sub fill {
  my ($at, $value) = @_[1, 2];
  substr($_[0], $at, 2) = pack 'n', $value;
  my $total = (~unpack('n', substr($_[0], $tcp + 16, 2)) & 0xffff) + $value;
  substr($_[0], $tcp + 16, 2) = pack 'n', ~(($total & 0xffff) + ($total >> 16)) & 0xffff;
}
my ($open, $speak, @resets, @pings) = (pack('H*', $opening), pack('H*', $speech));
@resets = map { pack 'H*', $_ } split /,/, $resets;
@pings = map { pack 'H*', $_ } split /,/, $pings;
socket(my $guard, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 6) or cannot("socket: $!");
guarded($guard, $drop);
my $place = $six ? Socket::pack_sockaddr_in6(0, Socket::inet_pton(AF_INET6, $own)) : pack_sockaddr_in(0, inet_aton($own));
bind($guard, $place) or cannot("bind: $!");
listen($guard, 1) or cannot("listen: $!");
my $mine = unpack 'x2 n', getsockname $guard;
socket(my $any, AF_INET, SOCK_DGRAM, 0) or cannot("socket: $!");
my $request = pack 'a16 x24', $nic;
ioctl($any, 0x8933, $request) or cannot("$nic: $!");
my $index = unpack 'x16 i', $request;
socket(my $link, 17, SOCK_RAW, 0) or cannot("raw socket: $!");
guarded($link, $filter);
bind($link, pack('S n i S C C a8', 17, $six ? 0x86dd : 0x0800, $index, 0, 0, 0, '')) or cannot("bind: $!");
fill($_, $tcp, $mine) for $open, $speak ? $speak : (), @resets;
my $target = substr $open, ($six ? 38 : 30), $size;
my $start = $clock->();
my ($again, $current, $opened, $heard, $over) = ($start, \$open, 0, 0, 0);
while (!$over && $clock->() < $start + $life) {
  my $now = $clock->();
  if ($now >= $again) {
    send $link, $$current, 0;
    if ($now > $start + 0.5 && !$opened) { send $link, $_, 0 for @pings }
    $again = $now + 1;
  }
  vec(my $interest = '', fileno($link), 1) = 1;
  next unless select($interest, undef, undef, $again > $now ? $again - $now : 0) > 0;
  recv $link, my $frame, 2048, 0;
  if (ord substr($frame, $six ? 20 : 23, 1) == 6) {
    next if substr($frame, $vip, $size) ne $target || substr($frame, $tcp, 4) ne pack('n n', $port, $mine);
    my ($kind, $length) = (ord substr($frame, $tcp + 13, 1), (ord(substr $frame, $tcp + 12, 1) >> 4) * 4);
    my $end = $six ? 54 + unpack('n', substr $frame, 18, 2) : 14 + unpack('n', substr $frame, 16, 2);
    if ($kind & 4) { $over = 1 }
    elsif ($kind & 2 && !$opened) {
      $opened = 1;
      if ($speak eq '') { $over = 1 }
      else {
        my $sequence = (unpack('N', substr $frame, $tcp + 4, 4) + 1) & 0xffffffff;
        fill($speak, $tcp + 8, $sequence >> 16);
        fill($speak, $tcp + 10, $sequence & 0xffff);
        $current = \$speak;
        send $link, $speak, 0;
        $again = $clock->() + 1;
      }
    }
    elsif ($end > $tcp + $length) { $over = 1 }
  }
  print 'frame ', unpack('H*', substr $frame, 0, 512), "\n" if ++$heard <= 64;
}
if ($opened) { send $link, $_, 0 for @resets }
print "end\n";
`.trim();
