Feature: What a CronJob keeps, and what it does not start

  Scenario: It keeps one finished Job
    Given the manifest "beyond/tidy.yaml" is applied
    When job "first" is created from cronjob "tidy"
    Then job "first" is complete
    When job "second" is created from cronjob "tidy"
    Then job "second" is complete
    And job "first" does not exist
    And job "second" exists for 2s

  @slow
  Scenario: It starts no Job while another one runs
    Given the manifest "beyond/hourly.yaml" is applied
    And throughout, there is at most 1 job labelled "app=hourly"
    Then cronjob "hourly" has the event "SuccessfulCreate" saying "Created job" within 90s
    And cronjob "hourly" has the event "JobAlreadyActive" saying "Not starting job because prior execution is running" within 120s
