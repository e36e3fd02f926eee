Feature: A quota stops a Deployment, until it is raised

  Scenario: Two of three pods are made, then the third
    When the manifest "beyond/small-team.yaml" is applied
    Then deployment "site" has 2 ready replicas
    And the reason of deployment "site" is QUOTA_EXCEEDED saying "exceeded quota: small-team"
    And resourcequota "small-team" has "2" at "{.status.used.pods}"
    When resourcequota "small-team" is patched with:
      """
      spec: {hard: {pods: "3"}}
      """
    Then deployment "site" is rolled out within 120s
    And deployment "site" has 3 ready replicas
