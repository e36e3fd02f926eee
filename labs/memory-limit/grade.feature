Feature: As much memory as it needs and no more

  @id:requests @points:3
  Scenario: The scheduler keeps 32Mi for it
    - What the scheduler keeps for a container is its request: resources.requests.memory.
    - Without a request, the request is that of the limit.
    Then pod "worker" has between 32Mi and 32Mi at "{.spec.containers[0].resources.requests.memory}" within 3s
    And pod "worker" is ready within 15s

  @id:capped @points:4
  Scenario: It is killed when it takes 100 MiB
    - What a container may take is its limit: resources.limits.memory.
    - kubectl get pod worker -o jsonpath='{.spec.containers[0].resources}' shows both.
    Given pod "worker" is ready within 30s
    And pod "worker" has at most 100Mi at "{.spec.containers[0].resources.limits.memory}" within 3s
    When "dd if=/dev/zero of=/dev/null bs=100M count=1" is run in pod "worker" and exits with 137
    Then pod "worker" is ready within 15s

  @id:fits @points:3 @needs:capped
  Scenario: It is not killed when it takes 40 MiB
    - 40 MiB more than it has already must be below the limit.
    Given pod "worker" is ready within 30s
    And pod "worker" has at least 40Mi at "{.spec.containers[0].resources.limits.memory}" within 3s
    When "dd if=/dev/zero of=/dev/null bs=40M count=1" is run in pod "worker"
    Then container "app" of pod "worker" has restarted 0 times within 2s for 2s
