@P1
Feature: The scheduler spreads the replicas of a Deployment
  Nobody says where the pods go. The scheduler looks at what each node has
  left, and puts the replicas of one workload on different nodes.

  @node:worker @node:worker2 @node:worker3
  Scenario: Six replicas are on all three workers
    When the manifest "scheduling/six-replicas.yaml" is applied
    Then deployment "six-replicas" is rolled out
    And deployment "six-replicas" has 6 ready replicas
    And the pods of deployment "six-replicas" are on 3 different nodes
