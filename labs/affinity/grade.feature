Feature: Beside the cache and apart from each other

  @id:beside @points:5 @node:worker3
  Scenario: The reporters run beside the cache
    - Pod affinity puts a pod where pods with certain labels run: spec.affinity.podAffinity.
    - A condition, and not a wish, is requiredDuringSchedulingIgnoredDuringExecution.
    - Where means on the same node when topologyKey is kubernetes.io/hostname.
    Given node "worker3" is labelled "course-cache=here"
    When deployment "cache" is patched with:
      """
      spec: {template: {spec: {nodeSelector: {course-cache: here}}}}
      """
    Then deployment "cache" is rolled out within 40s
    And there is 1 pod labelled "app=cache" within 30s
    When every pod labelled "app=reporter" is deleted
    Then every pod of deployment "reporter" is on node "worker3" within 15s
    And deployment "reporter" has 3 ready replicas within 15s

  @id:apart @points:5 @node:worker3
  Scenario: Where only one web server has a place, the second one waits
    - Pod anti-affinity keeps a pod away from pods with certain labels: spec.affinity.podAntiAffinity.
    - A Deployment's pods can have an anti-affinity to their own label.
    - With preferredDuringScheduling… two of them run on one node when there is no other.
    Given node "worker3" is labelled "course-room=small"
    When deployment "web" is scaled to 0 replicas
    Then there are 0 pods labelled "app=web" within 30s for 1s
    When deployment "web" is patched with:
      """
      spec: {template: {spec: {nodeSelector: {course-room: small}}}}
      """
    And deployment "web" is scaled to 2 replicas
    Then deployment "web" has 1 ready replica within 30s for 3s
    And the reason of deployment "web" is POD_UNSCHEDULABLE within 15s
