@P4
Feature: Pods that seek or shun each other
  Pod affinity puts a pod where another one runs; pod anti-affinity keeps it
  away from there.

  Scenario: The app runs beside its cache
    Given the manifest "scheduling/cache.yaml" is applied
    When the manifest "scheduling/beside-cache.yaml" is applied
    Then pod "beside-cache" is Running
    And pod "cache" is Running for 2s
    And pod "beside-cache" is on the same node as pod "cache"

  Scenario: Without a cache there is no place for the app
    When the manifest "scheduling/beside-cache.yaml" is applied
    Then pod "beside-cache" is Pending for 2s
    And pod "beside-cache" has the event "FailedScheduling" saying "didn't match pod affinity rules"

  @node:worker @node:worker2 @node:worker3
  Scenario: One replica on each worker, and no place for a fourth
    When the manifest "scheduling/apart.yaml" is applied
    Then deployment "apart" is rolled out
    And the pods of deployment "apart" are on 3 different nodes
    When deployment "apart" is scaled to 4 replicas
    Then the reason of deployment "apart" is POD_UNSCHEDULABLE saying "anti-affinity"
    When the manifest "scheduling/apart-fourth.yaml" is applied
    Then pod "fourth" has the event "FailedScheduling" saying "didn't match pod anti-affinity rules"
    And pod "fourth" is Pending for 2s
