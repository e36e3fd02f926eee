Feature: A quota stops a Deployment, until it is raised

  Scenario: Two of three pods are made, and all when there is room
    When the manifest "beyond/small-team.yaml" is applied
    Then deployment "site" has the condition "ReplicaFailure" with status True and reason "FailedCreate"
    And the reason of deployment "site" is QUOTA_EXCEEDED saying "exceeded quota: small-team"
    And deployment "site" has 2 ready replicas for 2s
    And resourcequota "small-team" has "2" at "{.status.used.pods}"
    When resourcequota "small-team" is patched with:
      """
      spec: {hard: {pods: "4"}}
      """
    And deployment "site" is scaled to 4 replicas
    Then deployment "site" is rolled out
    And deployment "site" has 4 ready replicas
