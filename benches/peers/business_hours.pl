#!/usr/bin/perl
# The same due times by Business::Hours, which request-tracker5 counts with (Debian: libbusiness-hours-perl).
# Reads "start budget" in seconds, one a line; the arguments are dates that are closed. Prints the due times, then what
# they took: "took SECONDS NAME VERSION".
use strict;
use warnings;
use Time::HiRes qw(time);
use Business::Hours;

$ENV{TZ} = 'America/New_York';
my $hours = Business::Hours->new;
my %week = map { $_ => { Name => $_, Start => '08:00', End => '17:00' } } 1 .. 5;
$week{$_} = { Name => $_, Start => undef, End => undef } for (0, 6);
$hours->business_hours(%week);
$hours->holidays(@ARGV);

my @cases = map { [split] } <STDIN>;
my $begun = time;
my @due = map { $hours->add_seconds($_->[0], $_->[1]) } @cases;
my $took = time - $begun;
print "$_\n" for @due;
print "took $took Business::Hours $Business::Hours::VERSION\n";
