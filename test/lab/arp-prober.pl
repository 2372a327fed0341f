# Asks who has a VIP a hundred times a second and counts who answers, and who else claims the VIP for itself:
#   arp-prober.pl INTERFACE MAC ADDRESS VIP
# Prints "ready", runs until its standard input ends, then prints one line of JSON. Needs perl-base only (no Time::HiRes).
use strict;
use warnings;
use Socket;

my ($interface, $mac, $address, $vip) = @ARGV;
my ($AF_PACKET, $ETH_P_ARP, $BROADCAST) = (17, 0x0806, "\xff" x 6);
my ($own, $wanted) = (pack('H12', $mac =~ tr/://dr), inet_aton($vip));

open(my $file, '<', "/sys/class/net/$interface/ifindex") or die "$interface: $!\n";
my $index = <$file> + 0;
socket(my $link, $AF_PACKET, SOCK_RAW, unpack('S', pack('n', $ETH_P_ARP))) or die "raw socket: $!\n";
bind($link, pack('S n i S C C a8', $AF_PACKET, $ETH_P_ARP, $index, 0, 0, 0, '')) or die "bind: $!\n";

my $question = $BROADCAST . $own . pack('n n n C C n', $ETH_P_ARP, 1, 0x0800, 6, 4, 1)
  . $own . inet_aton($address) . "\0" x 6 . $wanted;
my ($requests, %replies, %claims) = (0);

$| = 1;
print "ready\n";
my $interest = '';
vec($interest, fileno($link), 1) = 1;
vec($interest, fileno(STDIN), 1) = 1;

ROUND: while (1) {
  defined send($link, $question, 0) and $requests++;
  my $left = 0.01;
  while ($left > 0) {
    (my $found, $left) = select(my $ready = $interest, undef, undef, $left);
    last if $found <= 0;
    last ROUND if vec($ready, fileno(STDIN), 1);
    count_frame() if vec($ready, fileno($link), 1);
  }
}

print '{"requests":', $requests, ',"replies":', json(\%replies), ',"claims":', json(\%claims), "}\n";

# A reply that names the VIP, or a request sent from it: that rewrites the neighbours' caches just as well.
sub count_frame {
  recv($link, my $frame, 128, 0);
  return if length($frame) < 42;
  my ($kind, $sender, $from) = unpack('x20 n a6 a4', $frame);
  return if $from ne $wanted || $sender eq $own;
  my $name = join(':', map { sprintf '%02x', $_ } unpack('C6', $sender));
  $kind == 2 ? $replies{$name}++ : $claims{$name}++;
}

sub json {
  my ($count) = @_;
  return '{' . join(',', map { "\"$_\":$count->{$_}" } sort keys %$count) . '}';
}
