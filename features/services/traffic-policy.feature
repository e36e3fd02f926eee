@V8
Feature: External traffic policy, Cluster or Local
  With the policy Cluster every node passes requests on to pods anywhere. With
  Local a node answers only with pods of its own, and keeps the client's
  address for it.

  Scenario: Cluster: every node answers
    When the manifest "services/one-pod-cluster.yaml" is applied
    Then pod "page" is ready
    And service "page" answers HTTP 200 with "Welcome to nginx!" on its node port of every node

  Scenario: Local: only the node with the pod answers
    When the manifest "services/one-pod-local.yaml" is applied
    Then pod "page" is ready
    And service "page" answers HTTP 200 with "Welcome to nginx!" on its node port of node "worker2"
    And pod "page" is on node "worker2"
    And service "page" does not answer on its node port of node "worker" for 3s
    And service "page" does not answer on its node port of node "worker3" for 3s
    And service "page" does not answer on its node port of node "control-plane" for 3s
