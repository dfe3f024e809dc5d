#!/bin/sh
# A certificate for a trial, or for a network of one's own, from an authority made for it.
#   sh trial-certificate.sh NAME-OR-ADDRESS FOLDER
# FOLDER/ca.pem is what browsers and phones must trust. Run again, the authority stays and the
# certificate is made anew. Needs OpenSSL 3.
set -eu

name=$1
folder=$2
umask 077
mkdir -p "$folder"
chmod 755 "$folder"
cd "$folder"

case $name in
*:*) alternative="IP:$name" ;;
*[!0-9.]*) alternative="DNS:$name" ;;
*) alternative="IP:$name" ;;
esac

if [ ! -e ca.key ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=Trial authority of $name" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout ca.key -out ca.pem 2>/dev/null
fi
# Safari takes none that lasts longer than 825 days.
openssl req -x509 -newkey rsa:2048 -nodes -days 800 -subj "/CN=$name" \
    -addext "subjectAltName=$alternative" -addext "basicConstraints=critical,CA:FALSE" \
    -addext "extendedKeyUsage=serverAuth" -CA ca.pem -CAkey ca.key \
    -keyout privkey.pem -out certificate.pem 2>/dev/null
cat certificate.pem ca.pem >fullchain.pem
chmod 644 ca.pem certificate.pem fullchain.pem
echo "Trust $folder/ca.pem in each browser and phone."
