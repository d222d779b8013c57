# What rings people of the team who are not at the desk. It can light up any screen: it says nothing about anybody.

alarm-subject = Desk: a situation is waiting ({ $level })
alarm-text = A situation has been waiting for someone of the team for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}. Level: { $level }. The link says "I am on it" and stops the ringing.
alarm-level-emergency = emergency
alarm-level-critical = critical
alarm-level-high = high
alarm-level-medium = medium
alarm-level-low = low
alarm-trial-subject = Trial ring
alarm-trial-text = This is a trial. Nobody waits. If you read this, rings reach you.
