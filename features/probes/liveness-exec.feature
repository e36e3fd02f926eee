@L1
Feature: A failed liveness probe restarts the container
  The container makes a file and removes it after a while. The liveness probe
  runs cat on that file; when it fails three times in a row, the kubelet kills
  the container and starts it again.

  Scenario: The file that the probe reads goes away
    When the manifest "probes/liveness-exec.yaml" is applied
    Then pod "liveness-exec" is Running
    And running "cat /tmp/healthy" in pod "liveness-exec" prints exactly ""
    And container "liveness" of pod "liveness-exec" was restarted by its liveness probe
    And pod "liveness-exec" has the event "Unhealthy" saying "Liveness probe failed: cat: can't open"
    And pod "liveness-exec" has the event "Killing" saying "failed liveness probe, will be restarted"
    And pod "healthy" is ready
    And pod "healthy" matches:
      """
      spec:
        containers:
          - readinessProbe: {exec: {command: [cat, /tmp/healthy]}}
            livenessProbe: {exec: {command: [cat, /tmp/healthy]}}
      """
    And no pod but "liveness-exec" has restarted

  @slow
  Scenario: Four restarts in about seven minutes, with the times of the notes
    When the manifest "probes/liveness-exec-original.yaml" is applied
    Then container "liveness" of pod "liveness-exec" has restarted at least 4 times within 9m
    And container "liveness" of pod "liveness-exec" was restarted by its liveness probe
