Feature: A CronJob keeps as many finished Jobs as it is told

  Scenario: It keeps one finished Job
    Given the manifest "beyond/tidy.yaml" is applied
    When job "first" is created from cronjob "tidy"
    Then job "first" is complete
    When job "second" is created from cronjob "tidy"
    Then job "second" is complete
    And job "first" does not exist
    And job "second" exists for 2s
