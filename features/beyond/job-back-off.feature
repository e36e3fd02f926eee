Feature: A Job that fails is tried again, up to its limit

  Scenario: Three pods fail, and no fourth is made
    When the manifest "beyond/import.yaml" is applied
    Then job "import" has failed with reason "BackoffLimitExceeded"
    And there are 3 pods labelled "job-name=import"
    And job "import" has "3" at "{.status.failed}"

  Scenario: An exit code that a new pod would not mend ends the Job at once
    When the manifest "beyond/convert.yaml" is applied
    Then job "convert" has failed with reason "PodFailurePolicy"
    And there is 1 pod labelled "job-name=convert"
    And the pod of job "convert" is called "only"
    And container "convert" of pod "only" ended with exit code 42
