Feature: A sidecar writes what the web server serves

  @id:serves @points:4
  Scenario: The web server serves what the sidecar writes
    - A volume of type emptyDir lives as long as its pod: spec.volumes, and volumeMounts in each container.
    - The two containers may mount one volume at different paths.
    - The containers of a pod share its network. kubectl exec page -c writer -- wget -q -O - http://127.0.0.1/
    Given pod "page" is ready within 30s
    Then running "wget -q -O - http://127.0.0.1/" in container "writer" of pod "page" prints "tick" within 10s

  @id:changes @points:3 @needs:serves
  Scenario: The page changes while it is served
    - A loop writes again and again: while true; do …; sleep 1; done
    Then running "a=$(wget -q -O - http://127.0.0.1/ | tr -d ' '); sleep 2; b=$(wget -q -O - http://127.0.0.1/ | tr -d ' '); test x != x$a && test x != x$b && test $a != $b" in container "writer" of pod "page" exits with 0 within 10s

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
