Feature: What a service account may do

  Scenario: A builder may start Jobs, and sees no secrets
    Given the manifest "application/builder.yaml" is applied
    Then service account "builder" may create jobs
    And service account "builder" may get pods/log
    And service account "builder" may not list secrets for 2s
    And service account "builder" may not create jobs in namespace "kube-system"

  Scenario: An auditor reads the namespace of others
    Given the manifest "application/auditor.yaml" is applied
    Then service account "audit/auditor" may list configmaps in namespace "books"
    And service account "audit/auditor" may not delete configmaps in namespace "books" for 2s
