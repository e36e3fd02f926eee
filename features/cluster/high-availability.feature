@C3 @topology:ha
Feature: Three control planes keep the cluster writable
  Every control plane has a member of etcd, and a write needs the agreement of
  more than half of them. Of three, one may be lost; with two lost nothing can
  be written until one is back.

  @exclusive
  Scenario: One lost, writes go on; two lost, writes fail; one back, writes work
    Given there are 3 pods labelled "component=etcd" in namespace "kube-system"
    And the cluster accepts writes
    When node "control-plane3" is powered off
    Then the cluster accepts writes for 10s
    When node "control-plane2" is powered off
    Then the cluster accepts no writes for 10s
    When node "control-plane2" is powered on
    Then the cluster accepts writes within 2m
    When node "control-plane3" is powered on
    Then node "control-plane3" is ready within 2m
    And the cluster accepts writes
