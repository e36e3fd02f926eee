Feature: Restart what hangs and spare what is busy

  @id:restarts @points:5
  Scenario: A container that hangs is restarted
    - The kubelet restarts a container whose liveness probe fails: livenessProbe.
    - A probe can run a command, which must exit with 0, as in exec: {command: [cat, /tmp/healthy]}
    - It is restarted after failureThreshold failures, periodSeconds apart. Both can be set.
    Given pod "web" is ready within 30s
    When "rm /tmp/healthy" is run in pod "web"
    Then container "web" of pod "web" was restarted by its liveness probe within 20s

  @id:drains @points:5
  Scenario: A container that is busy gets no requests, and is not restarted
    - A Service leads only to pods that are ready: readinessProbe.
    - This probe must fail while a file is there, as in exec: {command: [sh, -c, "! test -e /tmp/busy"]}
    - The liveness probe must not look at /tmp/busy.
    Given pod "web" is an endpoint of service "web" within 30s
    When "touch /tmp/busy" is run in pod "web"
    Then pod "web" is not an endpoint of service "web" within 15s
    And container "web" of pod "web" has restarted 0 times within 2s for 6s
