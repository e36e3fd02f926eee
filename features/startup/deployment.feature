Feature: From a Deployment to its pods
  A Deployment makes no pods. Its controller makes a ReplicaSet, whose
  controller makes the pods; each learns from the API server what to do.

  @B1
  Scenario: Ten replicas, then sixteen
    When the manifest "startup/k8s-nginx.yaml" is applied
    Then deployment "k8s-nginx" has 10 ready replicas
    And deployment "k8s-nginx" is rolled out
    And there are 10 pods labelled "app=k8s-nginx"
    When deployment "k8s-nginx" is scaled to 16 replicas
    Then deployment "k8s-nginx" has 16 ready replicas
    And deployment "k8s-nginx" is rolled out

  @B2
  Scenario: The Deployment makes a ReplicaSet, and that makes the pods
    When the manifest "startup/two-replicas.yaml" is applied
    Then deployment "two-replicas" owns 1 replicaset, which owns its pods
    And deployment "two-replicas" has the event "ScalingReplicaSet" saying "Scaled up replica set"
    And deployment "two-replicas" is rolled out
    And there are 2 pods labelled "app=two-replicas"
