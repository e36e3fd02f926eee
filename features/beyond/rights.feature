Feature: What a role allows, where it is bound

  Scenario: A viewer sees one namespace, without its secrets
    Given the manifest "beyond/viewer.yaml" is applied
    Then service account "viewer" may list pods
    And service account "viewer" may not delete pods for 2s
    And service account "viewer" may not list secrets for 2s
    And service account "viewer" may not list pods in namespace "kube-system"
    When rolebinding "viewer" is deleted
    Then service account "viewer" may not list pods for 2s
