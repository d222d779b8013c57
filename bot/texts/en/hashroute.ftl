# The hash route, step by step: Take It Down (image from under 18), StopNCII (18 and over). The image stays on the
# device; it is never asked for here.

act-hash-1 = Do it step by step
act-hash-2 = And then?
act-hash-3 = I am on the page
act-hash-4 = I have chosen it
act-hash-5 = I have the number
act-hash-stop = Stop here
hashroute-1 = Four steps, at your own pace. The idea: the site works out a fingerprint of the image on your device. Only the fingerprint leaves, never the image. Nobody looks at it. Do not send it here either.
hashroute-2-minor = Step 1. Open this site; it is free and takes no name. It is for an image taken when you were under 18. Do it on the device where the image is. If you do not have it, do not download it and do not ask anyone for it: say so here.
    .vous = Step 1. Open this site; it is free and takes no name. It is for an image taken under 18, and it is for the person concerned to do, on the device where the image is. Do not download it, do not ask anyone for it.
hashroute-2-adult = Step 1. Open this site; it is free. It is for an image taken when you were aged 18 or more. If you were younger in the image, it is the other site, Take It Down.
hashroute-3 = Step 2. On the page, choose the image or the video on your device. It stays there: the site only takes its fingerprint.
hashroute-4 = Step 3. Once it is sent, the site gives you a number, sometimes a code. Write it down: without it there is no following up. Do not write it here.
hashroute-5 = Step 4. It is done. The sites that take part compare, and block what matches. It works neither on others nor in encrypted messages. Do not post the image again: your own account could be blocked. If it is online somewhere, give us the address and the name of the account, not the image.
hashroute-stop = All right, we stop here. You can go on whenever you want.

desk-act-hash-1 = Hash route: begun
desk-act-hash-2 = Hash route: step 1
desk-act-hash-3 = Hash route: step 2
desk-act-hash-4 = Hash route: step 3
desk-act-hash-5 = Hash route: done
desk-act-hash-stop = Hash route: stopped
