@C4 @topology:external-etcd
Feature: The control planes store everything in an etcd outside the cluster
  Here no control plane has a member of etcd. The members run on machines of
  their own, and all control planes use them, over TLS.

  Scenario: What is written through a control plane is in every member
    Given there are 0 pods labelled "component=etcd" in namespace "kube-system"
    When the manifest "cluster/note.yaml" is applied
    Then every etcd member holds configmap "note"

  @exclusive
  Scenario: One member lost, writes go on, and it catches up when it is back
    Given the cluster accepts writes
    When etcd member "etcd3" is powered off
    Then the cluster accepts writes for 10s
    When the manifest "cluster/note.yaml" is applied
    And etcd member "etcd3" is powered on
    Then etcd member "etcd3" holds configmap "note"

  @exclusive
  Scenario: Two members lost, writes fail; one back, writes work
    Given the cluster accepts writes
    When etcd member "etcd3" is powered off
    And etcd member "etcd2" is powered off
    Then the cluster accepts no writes for 10s
    When etcd member "etcd2" is powered on
    Then the cluster accepts writes within 1m
