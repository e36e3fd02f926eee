@S1 @M1
Feature: Several containers run in one pod
  A pod is Running when all its containers do; READY counts them.

  Scenario: Both containers run, each within its own limit
    When the manifest "states/memorydemo2.yaml" is applied
    Then pod "mem2/memorydemo2" is ready
    And pod "mem2/memorydemo2" is Running for 3s
    And the log of container "stress" of pod "mem2/memorydemo2" contains "sleeping forever with allocated memory"
    And container "stress" of pod "mem2/memorydemo2" has restarted 0 times
    And there is 1 pod labelled "app=memorydemo2" in namespace "mem2"
    And pod "mem2/memorydemo2" matches:
      """
      spec:
        containers:
          - name: nginx
          - name: stress
            resources:
              requests: {memory: 100Mi}
              limits: {memory: 200Mi}
      status:
        containerStatuses:
          - {name: nginx, ready: true}
          - {name: stress, ready: true}
      """
