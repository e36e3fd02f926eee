@L7
Feature: A startup probe holds the liveness probe back
  Until the startup probe has succeeded once, the liveness probe does not
  begin. So a container that starts slowly is not killed for it.

  Scenario: A slow starter is left alone, and watched once it has started
    When the manifest "probes/slow-start.yaml" is applied
    Then pod "slow-start" has the event "Unhealthy" saying "Startup probe failed"
    And pod "slow-start" is ready
    And the log of container "app" of pod "slow-start" contains "started"
    And container "app" of pod "slow-start" has restarted 0 times for 4s
    When "rm /tmp/healthy" is run in pod "slow-start"
    Then container "app" of pod "slow-start" was restarted by its liveness probe

  Scenario: Without a startup probe it is killed before it has started
    When the manifest "probes/slow-start-unprotected.yaml" is applied
    Then container "app" of pod "slow-start" was restarted by its liveness probe
    And pod "slow-start" has the event "Unhealthy" saying "Liveness probe failed"
