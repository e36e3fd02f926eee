Feature: A sidecar writes what the web server serves

  @id:serves @points:4
  Scenario: The web server serves what the sidecar writes
    - A volume of type emptyDir lives as long as its pod: spec.volumes, and volumeMounts in each container.
    - The two containers may mount one volume at different paths.
    - The containers of a pod share its network. kubectl exec page -c writer -- wget -q -O - http://127.0.0.1/
    Then pod "page" answers HTTP 200 with "tick" at ":80/" through a port-forward within 20s

  @id:changes @points:3 @needs:serves
  Scenario: The page changes while it is served
    - A loop writes again and again: while true; do …; sleep 1; done
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: visitor}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: visitor, image: busybox, command: [sleep, "600"]}]
      """
    Then pod "visitor" sees the content of pod "page" at ":80/" change 2 times within 30s

  @id:read-only @points:3
  Scenario: The web server may only read the volume
    - A mount has a field readOnly.
    Then pod "page" matches: within 5s
      """
      spec:
        containers:
          - name: nginx
            volumeMounts: [{mountPath: /usr/share/nginx/html, readOnly: true}]
      """
