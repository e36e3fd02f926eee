@S5
Feature: Memory above the limit
  A container may use more memory than it requested, but not more than its
  limit: the kernel then kills it, and the kubelet starts it again.

  Scenario: A container that takes more than its limit is OOMKilled and restarted
    When the manifest "states/memory-hog.yaml" is applied
    Then container "ctr" of pod "memory-hog" was terminated with reason "OOMKilled"
    And pod "memory-hog" was OOMKilled
    And container "ctr" of pod "memory-hog" has restarted at least 2 times
    And pod "memory-hog" was CrashLoopBackOff
    And pod "memory-hog" matches:
      """
      spec: {containers: [{resources: {requests: {memory: 50Mi}, limits: {memory: 100Mi}}}]}
      """

  Scenario: A container that stays below its limit runs
    When the manifest "states/memory-fits.yaml" is applied
    Then pod "memory-fits" is Running for 5s
    And the log of container "ctr" of pod "memory-fits" contains "sleeping forever with allocated memory"
    And container "ctr" of pod "memory-fits" has restarted 0 times
    And pod "memory-fits" matches:
      """
      spec: {containers: [{resources: {requests: {memory: 50Mi}, limits: {memory: 100Mi}}}]}
      """
