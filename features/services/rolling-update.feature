Feature: A rolling update leaves no gap
  With maxUnavailable 0 a Deployment ends a pod of the old version only when one
  of the new version is ready in its place: at no moment has the service fewer
  endpoints than before.

  Scenario: The next version takes over while the service keeps its endpoints
    Given the manifest "services/rolling.yaml" is applied
    And deployment "rolling" is rolled out
    And deployment "rolling" has 2 ready replicas
    And throughout, service "rolling" has at least 2 endpoints
    And throughout, deployment "rolling" has at least 2 available replicas
    And throughout, no pod restarts
    When the manifest "services/rolling-next.yaml" is applied
    Then deployment "rolling" has "next" at "{.spec.template.metadata.labels.version}"
    And deployment "rolling" is rolled out
    And deployment "rolling" has 2 ready replicas
