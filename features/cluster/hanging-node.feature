Feature: A worker that hangs
  All its processes stand still, and it answers nobody. The cluster goes on
  without it, and when it wakes up it reports itself ready again.

  @exclusive @node:worker3
  Scenario: The cluster goes on without it, and it comes back
    When node "worker3" is frozen
    Then the cluster accepts writes for 2s
    When node "worker3" is powered on
    Then node "worker3" is ready
