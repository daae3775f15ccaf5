//! What headers are called: one line per role. A line of plain words is compact (and small once compressed); no list can be complete, which
//! is why the end of a compound counts as well: `stillstandsgrund` ends in `grund`.
//!
//! Words are folded as [`super::headers::fold`] folds them: lower case, ä → ae, accents off, no blanks, no marks.

use crate::model::Role;

/// Role → words, separated by blanks.
pub(super) const WORDS: &[(Role, &str)] = &[
    (
        Role::Time,
        "time t timestamp datetime dateandtime datetimestamp ts tstamp date utc utctime timeutc datetimeutc unixtime epoch localtime \
         eventtime eventdate eventtimestamp recordtime recordedat loggedat logtime createdat created createdon capturedat readtime readat \
         scantime scandate scannedat lastseen firstseen seenat sampletime inspectiondate inspectiontime inspectedat testdate testtime \
         testedat measuredat measuretime measurementtime postingdate postingtime pstngdate docdate documentdate entrydate entrytime \
         timeofentry enteredat transactiondate transactiontime trxdate trxtime movedate movementdate bookingdate shipdate receiptdate \
         zeit zeitstempel zeitpunkt datum datumzeit datumuhrzeit datumundzeit datumunduhrzeit datumuhr uhrzeit tagesdatum messzeit \
         messdatum messzeitpunkt pruefdatum pruefzeit pruefzeitpunkt buchungsdatum buchungszeit buchungszeitpunkt buchdat buchdatum buchungdat buchungdatum erfassungdat erfassungdatum erfassungzeit \
         belegdatum erfassungsdatum erfassungsuhrzeit erfassungszeit erfassungsdat erfasstam erfasst erfdatum stempelzeit lesezeit \
         lesezeitpunkt scanzeit meldezeit meldedatum rueckmeldedatum rueckmeldezeit ereigniszeit bewegungsdatum zeitutc angelegtam \
         budat bldat cpudt cputm aedat erdat erzet heure horodatage horodate dateheure dateetheure fecha fechahora fechayhora hora data \
         dataora dataeora ora datahora dataehora tijd tijdstip datumtijd czas dataiczas znacznikczasu cas datumacas tid tidspunkt \
         tidsstampel klockslag aika aikaleima pvm idopont idobelyeg \
         zeitmarke aufgezeichnet timestamputc timestamplocal logdate localdatetime datestamp messagetime dateofentry vorgangsdatum valuetime sourcetimestamp servertimestamp txntime txndate tsms lieferdatum versanddatum wareneingangsdatum produktionsdatum herstelldatum fertigungsdatum proddate productiondate mfgdate packedat packdate builtat builddate installedat assembledat verbautam deliverydate deliverytime shippedat receivedat issuedate issuedat consumedat usedat eingangsdatum entnahmedatum \
         carimbodetempo horario datadaleitura calltime opentime \
         timetimestamp 日時 時刻 日付 年月日 測定日時 記録日時 登録日時 作業日時 作業日 時間帯",
    ),
    (
        Role::Start,
        "start starttime startdate startdatetime startts startedat started begin begintime begindate beginning began from fromtime \
         fromdate timefrom onset raised raisedat activetime activated activatedat occurredat occurred downsince timein actualstart \
         actualstarttime actualstartdate startzeit startdatum startzeitpunkt startuhrzeit beginn beginndatum beginnzeit beginnzeitpunkt \
         anfang anfangszeit anfangsdatum von vonzeit vondatum zeitvon datumvon kommt kommtzeit gekommen kommen iststart istbeginn \
         enter entertime entered arrival arrivaltime arrived checkin eintritt einfahrt ankunft isd isdd isdz gstri gsuzi stoerbeginn stillstandsbeginn debut heuredebut datedebut dateheuredebut inicio horainicio fechainicio \
         fechahorainicio inizio orainizio datainizio aanvang begintijd starttijd startdatumtijd poczatek rozpoczecie czasrozpoczecia \
         zacatek zahajeni starttid borjan alku alkuaika kezdet kezdes incontime alarmtime \
         opened openedat opentime calltime datainicial dataini horainicial horaini inicial iniciado \
         開始 開始日時 開始時刻 開始時間 発生日時 発生時刻 停止日時 停止時刻 停止開始",
    ),
    (
        Role::End,
        "end endtime enddate enddatetime endts ended endedat finish finishtime finishdate finished finishedat stop stoptime stopdate \
         completed completedat completion completiontime completiondate to totime todate timeto until till cleared clearedat cleartime \
         resolved resolvedat timeout actualend actualfinish actualfinishdate actualfinishtime rtn returntonormal exit exittime leave left departure departuretime departed checkout austritt ausfahrt abfahrt ende endzeit enddatum \
         endezeit endedatum endzeitpunkt enduhrzeit bis biszeit bisdatum zeitbis datumbis geht gehtzeit gegangen gehen istende fertig \
         fertigam iedd iedz gltri geuzi stoerende stillstandsende fin heurefin datefin dateheurefin horafin fechafin fechahorafin fine \
         orafine datafine eind eindtijd einde eindatum koniec zakonczenie czaszakonczenia konec ukonceni sluttid slut loppu loppuaika vege \
         outgoingtime \
         fim datafim horafim datafinal horafinal termino encerrado closed closedat closetime fermeture cierre chiusura \
         complete completetime completetimestamp completeddate 終了 終了日時 終了時刻 終了時間 復旧日時 復旧時刻 完了日時 完了時刻 停止終了",
    ),
    (
        Role::Duration,
        "duration dur durationsec durationmin elapsed elapsedtime length timelost losttime downtime downtimeduration stoptimeduration \
         dauer zeitdauer stillstandsdauer stillstandszeit stoerdauer stoerzeit stoerungsdauer ausfallzeit ausfalldauer unterbrechungsdauer \
         bearbeitungsdauer laufzeit minutes minuten minuti mins seconds sekunden hours stunden duree dureearret duracion tiempoparo durata \
         duratafermo duur tijdsduur czastrwania trvani delka varaktighet langd kesto idotartam \
         lossmin stopmin stoptime runtime durationinseconds durationinminutes standzeit \
         duracao tempoparada tempo durationh 停止時間 所要時間 継続時間",
    ),
    (
        Role::Asset,
        "machine machineid machinename machinecode mach equipment equipmentid equipmentname equip asset assetid assetname resource \
         resourceid resourcename workcenter workcentre workcell workunit workstation station stationid stationname device deviceid \
         devicename unit unitname line lineid linename productionline prodline cell cellid press mc eqp eqpid maschine maschinenname maschinennummer \
         maschinenbezeichnung anlage anlagenname anlagennummer arbeitsplatz arbeitsplatznummer betriebsmittel aggregat linie \
         fertigungslinie produktionslinie maschinengruppe geraet presse pruefstand bearbeitungszentrum equnr arbpl arbplatz arbid \
         ressource poste postedetravail posttravail ligne lignedeproduction equipement maquina linea lineaproduccion equipo puesto \
         puestodetrabajo macchina macchinario impianto postazione centrodilavoro lijn installatie werkplek machinenaam maszyna stanowisko \
         linia stroj linka zarizeni pracoviste maskin maskinnamn kone tyopiste gep gepsor \
         tool toolid chamber furnace ofen reactor reaktor mixer mischer kessel filler abfueller extruder oven robot roboter cnc entity entityid stationno zelle anlagenteil teilanlage betriebsmittelnummer ressourcenname plc controller maschinenkennung masch maschnr linienname produktionsanlage prueffeld module modul \
         equipamento host hostname waage scale balance linhadeproducao linha posto estacao \
         source sourcename 設備 設備名 設備番号 設備コード 機械 機械名 機械番号 装置 装置名 号機 ライン ライン名",
    ),
    (
        Role::State,
        "state status machinestate machinestatus equipmentstate equipmentstatus opstate operatingstate mode runstate statename statecode \
         statustext event eventtype eventname execution executionstate packmlstate category statecategory zustand maschinenzustand \
         maschinenstatus betriebszustand betriebsart anlagenstatus anlagenzustand statusbezeichnung ereignis ereignisart zustandstext \
         kategorie etat etatmachine statut estado estadomaquina stato statomacchina toestand machinestatus stan status stanmaszyny stav \
         stavstroje tillstand tila allapot \
         estadodamaquina situacao zustandsname maschstatus machinemode active isactive alarmactive alarmstate 状態 稼働状態 ステータス 設備状態",
    ),
    (
        Role::Reason,
        "reason reasoncode reasontext reasonname reasondescription downtimereason stopreason stopcause stopcode cause causecode faultreason \
         rootcause losscategory lossreason losscode downtimecode grund grundtext grundcode stillstandsgrund stoergrund stoerungsgrund \
         stoerungsursache ursache unterbrechungsgrund ausfallgrund ausfallursache statusgrund stoerungsart stillstandsart motif motifarret \
         motifdarret causearret cause raison motivo motivoparo motivoparada causa causale causalefermo motivofermo reden stilstandreden \
         oorzaak przyczyna przyczynapostoju powod pricina duvod orsak stoporsak syy \
         motivodaparada razao causaparada motivodeparo stoergrundtext 停止理由 停止要因 停止内容 理由 要因 原因",
    ),
    (
        Role::Item,
        "serial serialnumber serialno sn serialnr sernr caseid caseno caseconceptname unitid unitserial uid dmc dmccode datamatrix barcode epc epcuri epchex tid tagid rfid \
         rfidtag tagepc transponder transponderid item itemid itemserial lot lotnumber lotno lotid lotname batch batchno batchnumber batchid \
         lotbatch batchlot lotserial partid partserial partserialnumber workpiece workpieceid productserial carrier carrierid lpn hu handlingunit hunumber pallet palletid \
         palletno sscc container containerid package packageid panelid boardid pcbid waferid wafer vin bodyno charge chargennummer \
         chargenr charg chargen los losnummer losnr seriennummer seriennr gernr ident identnummer teileid teilid teileident werkstueck \
         werkstueckid werkstuecktraeger wt wtnummer wtid palette palettennummer nve lhm behaelter behaelternummer ladungstraeger \
         ladungstraegernummer packstueck transporteinheit exidv rueckmeldeobjekt objekt etikett barcodenummer codebarres numerodeserie \
         nserie noserie numerolot nolot nlot lote numerolote nlote numeroserie lotto numerolotto nlotto matricola seriale partij \
         partijnummer serienummer batchnummer partia nrpartii numerpartii numerseryjny nrseryjny sarze cislosarze vyrobnicislo \
         seriovecislo partinummer eranumero sarjanumero sorozatszam tetelszam object objectid asn traceid \
         psn usn esn imei mac macaddress roll rollid rollno reel reelid coil coilid heat heatno heatnumber schmelze schmelzennummer slab tray trayid wip wipid scancode scan scannedcode gescannt barcodedata code itemserialnumber coilnummer rollennummer ringnummer spulennummer fass fassnummer tote toteid blech blechnummer \
         lotenumero numserie codigodebarras etiqueta palete ロット ロット番号 ロットno シリアル番号 シリアルno 製造番号",
    ),
    (
        Role::LotIn,
        "inputlot inputbatch inputserial lotin batchin lotinput componentlot componentbatch componentserial componentsn componentid component componentserialnumber \
         compserial complot compbatch childserial childsn childlot child childbatch childid sourcelot sourcebatch sourceserial \
         consumedlot consumedbatch consumedserial rawlot rawmateriallot rawmaterialbatch rawbatch materiallot materialbatch ingredientlot \
         ingredientbatch issuedlot issuedbatch fromlot frombatch fromserial usedlot usedbatch einsatzcharge einsatzlos komponentencharge \
         komponentenseriennummer komponentensn komponentenlos komponentenserialnr rohstoffcharge rohcharge rohmaterialcharge vormaterialcharge \
         vorcharge eingangscharge quellcharge verbrauchtecharge unterteil unterbaugruppe einbauteil kindteil kindseriennummer \
         einzelteilcharge materialcharge zutatencharge lotentree lotcomposant lotconsomme lotmatiere seriecomposant loteentrada \
         lotecomponente loteconsumido lottoingresso lottocomponente lottomateriaprima grondstofpartij partiasurowca sarzesuroviny \
         mothercoil motherlot motherroll motherreel parentroll parentcoil parentreel muttercoil mutterrolle mutterband stammcharge",
    ),
    (
        Role::LotOut,
        "outputlot outputbatch outputserial lotout batchout lotoutput parentlot parentserial parentsn parent parentbatch parentid \
         finishedlot finishedbatch finishedserial finishedgoodslot finishedgoodlot fglot fgbatch producedlot producedbatch producedserial \
         productlot productbatch targetlot targetbatch assembly assemblyid assemblyserial assemblysn assemblyserialnumber tolot tobatch \
         toserial resultlot resultbatch madelot endproductlot finalserial unitsn fertigcharge fertigwarencharge fertigungscharge produktcharge \
         ausgangscharge erzeugtecharge zielcharge endproduktcharge ergebnischarge produktionscharge hauptteil baugruppe \
         baugruppenseriennummer endproduktseriennummer produktseriennummer geraeteseriennummer geraetesn fertigteil fertigteilseriennummer \
         oberteil lotsortie lotproduit lotfini lotproduitfini lotesalida loteproducido loteproductoterminado lottouscita lottoprodotto \
         lottoprodottofinito gereedproductpartij partiawyrobu sarzevyrobku \
         daughtercoil daughterlot daughterroll daughterreel tochtercoil tochterrolle tochterband",
    ),
    (
        Role::Parent,
        "palletsscc outersscc outerlpn cartonid carton cartonno box boxid case caseid crate crateid tote toteid containerno shippingunit \
         packedin packedinto karton kartonnummer kiste kistennummer kisten gebinde umverpackung versandeinheit hauptpackmittel",
    ),
    (Role::Child, "packeditem packedserial innersscc innerlpn content contents inhalt contentid innerpack"),
    (
        Role::Quantity,
        "quantity qty amount qtyinunofentry qtyinuoe qtyin quantityused usedqty consumedqty issuedqty qtyissued qtyused qtyconsumed \
         consumedquantity orderqty orderquantity movedqty pieces pcs weight netweight menge mge anzahl stueck stueckzahl stk mengeerf \
         mengeinerfme mengeinerfassme mengeinerfassungsme mengeinerfassung mengeinbme erfassungsmenge erfmg buchungsmenge bewegungsmenge verbrauch verbrauchsmenge einsatzmenge verbrauchtemenge \
         auftragsmenge sollmenge losgroesse gewicht nettogewicht menge quantite qte quantiteconsommee cantidad cant cantidadconsumida \
         quantita qta quantitaconsumata hoeveelheid aantal ilosc masa mnozstvi antal kvantitet maara mennyiseg db bestand \
         wafers waferqty transactionquantity trxqty primaryqty primaryquantity lotsize lotqty batchsize batchqty shippedqty receivedqty deliveredqty liefermenge verpackungsmenge gelieferte mengeinme einbaumenge \
         quantidade qtd qtde affectedqty qtyaffected 数量",
    ),
    (
        Role::Unit,
        "unit uom unitofmeasure unitofmeas units engunits engunit engineeringunit eu bun eun einheit me meh meins erfme bme \
         mengeneinheit basismengeneinheit basismengeneinh erfassungsmengeneinheit masseinheit unite unitedemesure unidad unidadmedida \
         udm um unita unitadimisura eenheid jednostka jm jednotka mj enhet yksikko mertekegyseg mengeneinh \
         transactionuom trxuom primaryuom qtyuom mengeneinheitcode masseinh maseinheit \
         unidade unidademedida und \
         unitofentry unofentry baseunit baseunitofmeasure",
    ),
    (
        Role::Order,
        "order orderno ordernumber orderid workorder workorderid workorderno wo wono wonumber productionorder productionorderno prodorder \
         processorder manufacturingorder mo job jobid jobno jobnumber auftrag auftragsnummer auftragsnr auftragnr fertigungsauftrag fauf fa \
         fanr fertauftrag aufnr produktionsauftrag betriebsauftrag ba banr prozessauftrag werkauftrag ordredefabrication ordrefabrication of \
         nof numeroof ordre commande orden ordendetrabajo ordenfabricacion ordendefabricacion ot ordine ordinediproduzione ordineproduzione \
         odl opdracht opdrachtnummer productieorder werkorder zlecenie nrzlecenia zakazka vyrobniprikaz arbetsorder tillverkningsorder \
         tilaus tyomaarays rendeles \
         workordernumber prodauftrag fertigungsauftr pa panr jobname jobcode jobnum wipjob wipentity wipentityname auftragid orderref \
         ordemdeproducao ordem op 製造指示 製造指示番号 作業指示番号 製造オーダー オーダー番号",
    ),
    (
        Role::Product,
        "product item productid productcode productname productno sku material materialno materialnumber materialcode materialid matnr part \
         partno partnumber partname pn article articleno articlenumber itemcode itemno itemnumber itemname model modelno type parttype \
         producttype gtin ean upc artikel artikelnummer artikelnr artnr sachnummer sachnr teil teilenummer teilenr teiletyp materialnr \
         materialnummer materialnum produkt produktnummer produktnr produkttyp erzeugnis typ variante ausfuehrung zeichnungsnummer komponente produit \
         codeproduit article codearticle reference refarticle producto codigoproducto articulo referencia prodotto codiceprodotto articolo \
         codicearticolo product artikelnummer artikelcode produkt indeks wyrob vyrobek tuote termek cikkszam rohstoff rohmaterial codicecomponente codecomposant codigocomponente componentpn componentpart componentmaterial componentno \
         componentnumber komponentennummer komponentennr componente composant \
         produto codigoproduto codproduto peca 品番 品名 品目 製品 製品名 型式 型番",
    ),
    (
        Role::Place,
        "place location loc locationid locationname zone zoneid area room storageloc storagelocation sloc bin binlocation storagebin binno \
         warehouse shelf rack slot gate gateid dock ramp readpoint bizlocation scanpoint checkpoint lgort lgpla lgnum lagerort lagerortnr \
         lagerplatz lager regal platz ort standort bereich halle tor rampe lesepunkt scanort erfassungsort ortsname position \
         zaehlpunkt stellplatz emplacement lieu magasin zonestockage ubicacion almacen lugar ubicazione magazzino posizione luogo locatie \
         magazijn plaats lokalizacja magazyn miejsce umisteni sklad misto plats lagerplats sijainti paikka varasto hely raktar \
         subinventory subinv locator lagerbereich lagertyp lgtyp aisle bay yard spot queue lagerstelle lagerfach fach stellplatznummer puffer buffer workarea areaname \
         local localizacao armazem deposito posicao 場所 保管場所 棚 倉庫 置場",
    ),
    (
        Role::From,
        "from fromlocation fromloc fromplace fromstation frombin fromwarehouse fromzone source sourcelocation sourcebin sourceloc origin \
         previouslocation oldlocation von vonlagerplatz vonplatz vonort vonlager vonlagerort quelle quellplatz quelllagerort quellort \
         quellager herkunft abgangsort abgebenderlagerort vlpla vltyp origine depuis origen desde da provenienza van vanlocatie z skad odkud fran \
         fromstep fromoperation vonprozess \
         src fromnode origem de",
    ),
    (
        Role::To,
        "to tolocation toloc toplace tostation tobin towarehouse tozone destination dest destinationlocation destinationbin destbin \
         targetlocation newlocation receivingstorageloc receivingsloc recvsloc umlgo nach nachlagerplatz nachplatz nachort nachlager nachlagerort ziel \
         zielplatz ziellagerort zielort ziellager empfangenderlagerort emplagerort emplgort empflagerort empfangsort nlpla nltyp \
         destination vers destino hacia destinazione a bestemming naar naarlocatie dokad cel kam cil till mihin \
         tostep tooperation empfaenger nachprozess \
         dst tonode para",
    ),
    (
        Role::Site,
        "plant plnt plantid site siteid factory facility werk werks werksnummer usine planta centro stabilimento fabriek zaklad zavod fabrik",
    ),
    (
        Role::Operator,
        "operator operatorid operatorname worker workerid employee employeeid employeeno user userid username usnam personid person inspector \
         inspectedby tester testedby badge badgeid bediener bedienername mitarbeiter mitarbeiternr mitarbeiternummer personalnr \
         personalnummer persnr pernr werker benutzer benutzername pruefer erfasser angelegtvon operateur utilisateur operador operario \
         usuario operatore utente gebruiker bediende pracownik uzytkownik obsluha uzivatel kayttaja kezelo operatoer anvaendare \
         funcionario matricula \
         orgresource orguser 作業者 担当者 作業者名",
    ),
    (
        Role::Channel,
        "tag tagname name itempath tagpath channel channelname sensor sensorid sensorname signal signalname variable variablename parameter parametername \
         point pointname pointid datapoint dataitem characteristic characteristicname feature featurename dimension attribute \
         metric metricname measurementname measurementpoint measurand nodeid topic kanal kanalname messkanal messstelle messstellenname \
         messgroesse messpunkt datenpunkt merkmal merkmalname merkmalsname merkmalbezeichnung pruefmerkmal signalbezeichnung \
         variablenname kks grandeur mesure capteur nomvariable caracteristique senal sensor variable caracteristica grandezza segnale \
         sensore caratteristica variabele kenmerk zmienna sygnal czujnik velicina cidlo signalnamn mittauspiste \
         pointtag tagid pointtagname sensorkennung messreihe messkanalname fieldname field kenngroesse",
    ),
    (
        Role::Value,
        "value val vvalue result testvalue numericvalue reading readingvalue measuredvalue measurement measuredval actual actualvalue datavalue wert messwert \
         istwert istmass mittelwert einzelwert valeur valeurmesuree valor valormedido valore valoremisurato waarde meetwaarde wartosc \
         hodnota varde matvarde arvo ertek",
    ),
    (
        Role::Validity,
        "quality qualitycode opcquality valuequality qualityflag qds validity valid isgood goodbad qualitaet qualitaetscode gueltig \
         gueltigkeit qualite calidad qualita kwaliteit jakosc kvalita statuscode confidence \
         opcstatus wertstatus wertqualitaet tagquality questionable substituted isbad percentgood",
    ),
    (
        Role::Lower,
        "lower lowerlimit lowerspec lowerspeclimit lsl lowlimit lowertolerance mintol min minimum minvalue usg untergrenze unteregrenze \
         unteretoleranz unteretoleranzgrenze uttoleranz ut ug utg minwert tolmin limiteinf limiteinferieure limiteinferior \
         limiteinferiore ondergrens mez tolerancemin unterespezifikationsgrenze",
    ),
    (
        Role::Upper,
        "upper upperlimit upperspec upperspeclimit usl highlimit uppertolerance maxtol max maximum maxvalue osg obergrenze oberegrenze \
         oberetoleranz oberetoleranzgrenze ottoleranz ot og otg maxwert tolmax limitesup limitesuperieure limitesuperior limitesuperiore \
         bovengrens tolerancemax oberespezifikationsgrenze",
    ),
    (
        Role::Target,
        "target targetvalue nominal nominalvalue nom setpoint setvalue sp spec sollwert soll sollmass nennmass nennwert zielwert cible \
         consigne valeurcible valeurnominale objetivo consigna nominale obiettivo streefwaarde",
    ),
    (
        Role::Good,
        "good goodqty qtygood goodcount qtycompleted completedqty qtyproducedgood quantitygood quantitycompleted completedquantity goodparts goodpieces goodquantity goodunits goodpcs oks okcount okqty okparts okpcs partsgood yield yieldqty \
         confirmedyield passed passcount gut gutmenge gutteile gutstueck gutstueckzahl iomenge ioteile io iostueck ioteile okteile okmenge \
         lmnga gutmengerueckgemeldet bonnes piecesbonnes qtebonne quantitebonne conformes buenas piezasbuenas cantidadbuena buoni \
         pezzibuoni conformi goed goedgekeurd dobre sztukidobre dobrekusy godkanda hyvat \
         boas pecasboas aprovadas aprovados \
         qtycompleted completedqty qtygood qtyok goodproduced quantitygood okquantity piezasok piecesok pecasok pezziok goodsok 良品数 良品",
    ),
    (
        Role::Scrap,
        "scrap scrapqty scrapcount scrapparts scrapquantity scrapped reject rejects rejected rejectcount rejectqty rejectedqty bad badcount \
         badqty badparts nok nokcount nokqty nokparts ng ngcount ngqty defects defectcount defective defectqty partsbad waste wasteqty failed failcount ausschuss \
         ausschussmenge ausschussteile ausschussstueck ausschussstk schlecht schlechtteile schlechtmenge niomenge nio nioteile niostueck \
         xmnga rebut rebuts qterebut piecesrebutees mauvaises nonconformes rechazo rechazos rechazadas malas piezasmalas chatarra scarti \
         scarto pezziscarto scartati afkeur afval uitval braki brak zmetky zmetek kassation kasserade hylatyt selejt \
         refugo rejeitadas reprovadas sucata \
         qtyrejected qtyscrap qtyscrapped qtybad qtynok quantityscrap nokquantity qtydefective defectgoods defectivegoods defectparts defectunits \
         quantiterebut quantiterebutee qterebutee quantiterebuts piecesrebut piezasnok piezasrechazadas cantidadrechazada 不良数 不良品数 不良",
    ),
    (
        Role::Rework,
        "rework reworkqty reworkcount reworked rmnga nacharbeit nacharbeitsmenge nacharbeitsteile retouche retouches retrabajo retrabajos rilavorazione herbewerking",
    ),
    (
        Role::Total,
        "total totalcount totalqty totalparts totalpieces totalunits count counter countertotal counterreading partcount partscount piececount produced producedqty \
         production output outputqty outputcount cycles cyclecount shots shotcount pulses gesamt gesamtmenge gesamtstueck gesamtstueckzahl \
         zaehler zaehlerstand zaehlwert teilezaehler stueckzaehler produziert produktionsmenge istmenge iststueckzahl hubzaehler hubzahl \
         hube schuss schusszahl impulse takte taktzahl compteur totalpieces quantiteproduite contador totalpiezas producidas contatore \
         pezziprodotti totalepezzi teller aantalgeproduceerd licznik wyprodukowano pocet vyrobeno antalproducerade laskuri darabszam \
         producedgoods producedunits producedparts goodsproduced unitsproduced partsproduced 生産数 生産数量 生産量 加工数",
    ),
    (
        Role::Step,
        "step stepname operation operationno operationname operationnumber opno op ops process processname processstep routing routingstep \
         activity activityname task sequence arbeitsgang arbeitsgangnummer ag agnr vorgang vorgangsnummer vornr avo avonr arbeitsschritt \
         prozess prozessname prozessschritt schritt taetigkeit verfahren phase gamme etape operacion paso proceso fase operazione bewerking \
         processtap operacja operace krok vaihe muvelet ltxa1 \
         opname opcode operationdesc stage steps arbeitsfolge folge arbeitsgangtext arbeitsgangbezeichnung \
         conceptname activityid 工程 工程名 作業 作業名",
    ),
    (
        Role::Program,
        "program programname programno ncprogram recipe recipename programm programmname programmnummer ncprogramm rezept rezeptname rezeptnummer programme recette programa receta programma ricetta recept receptura",
    ),
    (
        Role::Result,
        "result results testresult inspectionresult inspectresult verdict passfail outcome disposition decision usagedecision judgement \
         judgment okng oknok ergebnis pruefergebnis bewertung entscheid entscheidung verwendungsentscheid vcode ve urteil befund iostatus \
         ionio resultat resultatcontrole resultado risultato esito resultaat wynik vysledek utfall tulos eredmeny qualitystatus \
         qualitaetsstatus pruefstatus \
         ok oknio pruefurteil testergebnis gutschlecht teststatus passed 判定 検査結果",
    ),
    (
        Role::Defect,
        "defect defectcode defecttype defectname defectdescription failure failurecode failuremode failurereason ncode nonconformity \
         nonconformance symptom fehler fehlerart fehlerbild fehlermerkmal mangel beanstandung defaut codedefaut typedefaut defecto \
         codigodefecto difetto codicedifetto defect gebrek wada kodwady vada fel felkod vika hiba ausschussgrund scrapreason rejectreason \
         reasonforrejection",
    ),
    (
        Role::Code,
        "alarm alarmcode alarmid alarmno alarmnumber alarmnr alarmnummer alarmtag faultcode faultno faultnumber fault errorcode errorno \
         errornumber error eventid eventcode eventno messageid messageno messagenumber meldung meldungsnummer meldenummer meldenr \
         stoernr stoernummer stoercode stoerung stoerungsnummer fehlernr fehlernummer fehlercode codealarme alarme codigoalarma \
         alarma codiceallarme allarme alarmcode storingscode kodalarmu kodbledu kodporuchy larm larmkod halytys \
         meldungsnr meldungscode meldungid stoermeldung diagnosecode faultid alarmident conditionname alarmname alarmcondition",
    ),
    (
        Role::Severity,
        "severity priority prio alarmclass alarmpriority alarmlevel loglevel level class prioritaet schweregrad klasse alarmklasse \
         meldeklasse gravite priorite niveau gravedad prioridad gravita priorita ernst prioriteit priorytet zavaznost",
    ),
    (
        Role::Text,
        "text description desc message messagetext alarmtext alarmmessage faulttext errortext errormessage meldetext meldungstext \
         beschreibung bezeichnung bez kurztext langtext stoertext stoerungstext fehlertext comment comments remark remarks note notes \
         bemerkung bemerkungen kommentar notiz hinweis designation libelle commentaire message descripcion comentario mensaje descrizione \
         commento messaggio omschrijving opmerking melding opis uwagi komunikat popis poznamka beskrivning kuvaus leiras tekst \
         descricao observacao obs mensagem",
    ),
    (
        Role::Document,
        "document documentno documentnumber docno docnumber materialdocument materialdoc matdoc mblnr deliverynote delivery deliveryno \
         vbeln po pono ponumber purchaseorder bl nbl nobl numbl ebeln xblnr transactionid trxid transactionno bookingid shipment shipmentno shipmentid \
         transferorder tanum invoice asnno receiptno beleg belegnr belegnummer materialbeleg materialbelegnr lieferschein lieferscheinnr \
         lieferscheinnummer lieferung lieferungsnummer bestellung bestellnr bestellnummer referenz referenzbeleg buchungsnr buchungsnummer \
         sendung sendungsnummer bonlivraison bondelivraison albaran documento ddt bolla pakbon dokument dodacilist foljesedel \
         orderreference salesorder so sono bestellbezug vorgangsreferenz",
    ),
    (
        Role::Party,
        "customer customerno customerid customername kunnr soldto soldtoparty shipto shiptoparty consignee kunde kundennr kundennummer kundenname warenempfaenger debitor client cliente klant klient odbiorca zakaznik kund asiakas vevo",
    ),
    (
        Role::Supplier,
        "vendor vendorno vendorid vendorname supplier supplierno supplierid suppliername lifnr lieferant lieferantennr lieferantennummer lieferantenname kreditor hersteller manufacturer fournisseur proveedor fornitore leverancier dostawca dodavatel leverantor toimittaja beszallito",
    ),
    (
        Role::Movement,
        "movement movementtype mvt mvttype mvmttype movementtype movtype mtype bwart bwa bewegart bewegungsart bewegung transactiontype \
         trxtype transtype transaction transactioncode action bookingtype buchungsart buchungstyp buchungsschluessel vorgangsart typemouvement \
         typedemouvement mouvement tipomovimiento tipodemovimiento movimiento tipomovimento movimento causalemovimento bewegingstype mutatie \
         rodzajruchu typruchu druhpohybu rorelsetyp",
    ),
    (
        Role::Sign,
        "shkzg debitcredit debitcreditind debitcreditindicator sollhaben sollhabenkennz sollhabenkennzeichen inout direction dcindicator vorzeichen",
    ),
    (
        Role::Reader,
        "reader readerid readername scanner scannerid scannername antenna antennaid antennaname antennaport ant leser leserid lesegeraet antenne antennennr terminal terminalid gateway gatewayid lecteur lector lettore anchor beacon lezer czytnik ctecka",
    ),
    (Role::Technology, "technology tech readtype tagtype symbology codetype technologie technik scantype scanart"),
    (
        Role::Strength,
        "rssi rssidbm peakrssi maxrssi signalstrength strength signalstaerke feldstaerke power signal snr",
    ),
    (
        Role::Lot,
        "lot lotno lotnumber lotid batch batchno batchnumber batchid charge chargennummer chargenr lotto lote sarze partij partofbatch productionlot mfglot manufacturinglot herstelllos fertigungslos",
    ),
    (
        Role::Ignore,
        "id index idx row rowid rowno rownum rownumber recordid recno lineno linenumber lineitem seq seqno sequenceno zeile zeilennummer pos lfdnr lfdnummer nr no nummer number \
         laufendenummer matdocitem materialdocitem materialdocumentitem docitem itemno mjahr matdocyear materialdocyear materialdocumentyear materialdocumentyr matyr year jahr \
         month monat week woche kw calendarweek kalenderwoche day weekday wochentag shift shiftname shiftid schicht schichtname schichtnr \
         schichtmodell equipe turno ploeg zmiana smena skift vuoro muszak client mandt mandant currency waehrung waers crcy dmbtr \
         amountinlc amountinlocalcurrency betrag betraghw betraginhauswaehrung betraghauswaehrung price preis cost kosten kostl kostenstelle costcenter sobkz \
         specialstock specialstockindicator sonderbestand sonderbestandskz language sprache \
         spras maktx materialdescription materialdesc materialtext partdesc productdesc articledesc materialkurztext materialbezeichnung artikelbezeichnung \
         artikelbez materialbez produktbezeichnung productdescription partdescription itemdescription itemdesc articledescription \
         designationarticle descripcionarticulo descrizionearticolo bewegungsarttext bwarttext bewegungsartentext mvttypetext movementtypetext btext movementtypedescription \
         headertext doctext documentheadertext documenttext kopftext belegkopftext bktxt sgtxt positionstext name1 setuptime ruestzeit modelyear version revision rev crc checksum guid uuid source_file milliseconds millis ms timezone tz oee \
         numericid timestring \
         acknowledged acknowledgedat ackedat tara bruttogewicht turnonome \
         partdesc amtinloccur amountinloccur lifecycletransition reservation matdescription specialstockind reporttype \
         plannedproductiontime plannedtime table shiftno シフト 直 備考",
    ),
];

/// What sensors measure: a column of numbers whose header holds one of these is a channel of its own.
pub(super) const MEASURES: &str = "temperature temperatur temp pressure druck speed drehzahl geschwindigkeit rpm torque drehmoment moment current strom \
    voltage spannung power leistung vibration schwingung flow durchfluss volumenstrom fuellstand fill humidity feuchte feuchtigkeit force kraft length \
    laenge width breite height hoehe diameter durchmesser thickness dicke depth tiefe load last auslenkung angle winkel energy energie energieverbrauch \
    frequency frequenz acceleration position achse axis feed vorschub viscosity viskositaet ph conductivity leitwert density dichte hardness haerte \
    roughness rauheit weight gewicht mass masse gap spalt runout rundlauf temperatura pression vitesse puissance presion velocidad potencia pressione \
    velocita potenza cisnienie predkosc tlak teplota tryck hastighet spindle spindel co2 oxygen o2 level cycletime zykluszeit taktzeit cycle zyklus runtime laufzeit availability performance utilization auslastung verfuegbarkeit concentration konzentration";

/// Words that states of machines have as values.
pub(super) const STATES: &str = "run running stop stopped idle idling down downtime up setup changeover producing production produktion produziert laeuft \
    lauf betrieb inbetrieb stillstand stoerung gestoert ruesten umruesten pause wartung maintenance fault faulted error fehler ready bereit standby off \
    on active interrupted execute held suspended aborted waiting wait warten blocked starved breakdown alarm manual automatic automatik auto hand \
    einrichten aus ein marche arret panne production reglage marcha paro parada averia fermo guasto produzione attesa storing draait praca postoj porucha \
    provoz 稼働 運転 停止 停止中 段取 段取り 待機 故障 異常 werkzeugwechsel toolchange materialmangel unavailable offline online cutting warmup cleaning reinigung leerlauf";

/// What an alarm does in a row of a journal: comes, or goes and is acknowledged.
pub(super) const COMES: &str = "camein cameinto came in kommt gekommen k + active activated raised on set 1 incoming true alm act unack activeunacknowledged alarmactive";
pub(super) const GOES: &str = "wentout went out geht gegangen g - inactive cleared rtn off reset 0 outgoing false quittiert q ack acknowledged acked normal returned inactiveacknowledged \
    returntonormal clear";

/// Words that a header may carry behind its meaning; without them it means the same.
pub(super) const SUFFIXES: &[&str] = &[
    "id",
    "nr",
    "no",
    "num",
    "nummer",
    "number",
    "key",
    "kennung",
    "code",
    "name",
    "ref",
    "bezeichnung",
    "text",
    "value",
    "wert",
    "mkpf",
];

/// Values that machines' states have, beside the vocabularies of states.
pub(super) const RESULTS: &[(&str, &str)] = &[
    (
        "pass",
        "pass passed ok io gut good accept accepted accepted a success true 1 frei freigegeben released conforme conform bestanden g bon bueno buono goed dobry vyhovuje ie konform in order inordnung",
    ),
    (
        "fail",
        "fail failed nok nio ng bad schlecht reject rejected r false 0 gesperrt nichtok nichtbestanden nonconforme nonconform ko n.i.o f mauvais malo scartato afgekeurd zly nevyhovuje nichtinordnung",
    ),
    (
        "hold",
        "hold onhold held blocked block quarantine sperre sperrbestand pending offen geblockt inprüfung inpruefung qi bloque retenido bloccato",
    ),
    ("scrap", "scrap scrapped ausschuss verschrottet verschrottung rebut chatarra scarto brak"),
    ("rework", "rework reworked nacharbeit nacharbeiten repair retouche retrabajo rilavorazione"),
];

/// Units of quantities, as values of a column.
pub(super) const UNITS: &str = "pc pcs pce piece pieces ea each st stk stck stueck stück un unit units kg g mg t to lb lbs oz l ml hl m mm cm km m2 m3 qm cbm ft in \
    rol roll pal box ctn kar pak set par pair c °c f k bar mbar pa kpa psi rpm 1/min u/min min-1 % v kv mv a ma kw w kwh hz nm n kn µm um mm/s m/min l/min ppm h min s ms st. stk. tst to. km/h mm/min db dbm unitless";

/// Words that mean a role only when nothing else does, and how sure they can be at most.
pub(super) const VAGUE: &[(Role, &str, f64)] = &[
    (Role::Item, "item", 0.82),
    (Role::Item, "itemid", 0.82),
    (Role::Item, "code", 0.6),
    (Role::Item, "scan", 0.7),
    (Role::Item, "tag", 0.6),
    (Role::Item, "object", 0.7),
    (Role::Item, "charge", 0.93),
    (Role::Item, "lot", 0.93),
    (Role::Item, "batch", 0.93),
    (Role::Item, "lotnumber", 0.93),
    (Role::Item, "batchnumber", 0.93),
    (Role::Item, "lotno", 0.93),
    (Role::Item, "batchno", 0.93),
    (Role::Item, "lotid", 0.93),
    (Role::Item, "batchid", 0.93),
    (Role::Item, "chargennummer", 0.93),
    (Role::Item, "chargenr", 0.93),
    (Role::Product, "item", 0.78),
    (Role::Product, "type", 0.6),
    (Role::Product, "typ", 0.6),
    (Role::Product, "reference", 0.7),
    (Role::Product, "teil", 0.7),
    (Role::Asset, "unit", 0.6),
    // A line beside a machine is what the machine stands in.
    (Role::Asset, "line", 0.9),
    (Role::Asset, "lineid", 0.9),
    (Role::Asset, "linename", 0.9),
    (Role::Asset, "prodline", 0.9),
    (Role::Asset, "productionline", 0.9),
    (Role::Asset, "linie", 0.9),
    (Role::Asset, "fertigungslinie", 0.9),
    (Role::Asset, "produktionslinie", 0.9),
    (Role::Asset, "maschinengruppe", 0.9),
    (Role::Asset, "ligne", 0.9),
    (Role::Asset, "linea", 0.9),
    (Role::Asset, "linha", 0.9),
    (Role::Asset, "lijn", 0.9),
    (Role::Asset, "linia", 0.9),
    (Role::Asset, "linka", 0.9),
    (Role::Item, "caseid", 0.62),
    (Role::Item, "caseno", 0.62),
    (Role::Asset, "unitname", 0.8),
    (Role::Asset, "source", 0.6),
    (Role::Asset, "sourcename", 0.75),
    (Role::State, "active", 0.75),
    (Role::State, "isactive", 0.75),
    (Role::Asset, "tool", 0.7),
    (Role::Asset, "module", 0.6),
    (Role::Asset, "controller", 0.6),
    (Role::Asset, "device", 0.85),
    (Role::Asset, "devicename", 0.85),
    (Role::From, "source", 0.62),
    (Role::Channel, "name", 0.62),
    (Role::Channel, "field", 0.75),
    (Role::Channel, "attribute", 0.75),
    (Role::Place, "position", 0.7),
    (Role::Place, "area", 0.8),
    (Role::Place, "fach", 0.8),
    (Role::Step, "steps", 0.6),
    (Role::Step, "activity", 0.7),
    (Role::Step, "phase", 0.8),
    (Role::State, "event", 0.8),
    (Role::State, "category", 0.75),
    (Role::State, "kategorie", 0.75),
    (Role::State, "ereignis", 0.8),
    (Role::Total, "count", 0.85),
    (Role::Severity, "level", 0.7),
    (Role::Severity, "class", 0.7),
    (Role::Severity, "klasse", 0.7),
    (Role::Time, "documentdate", 0.85),
    (Role::Time, "docdate", 0.85),
    (Role::Time, "bldat", 0.85),
    (Role::Time, "belegdatum", 0.85),
    (Role::Time, "entrydate", 0.92),
    (Role::Time, "cpudt", 0.92),
    (Role::Time, "createdat", 0.85),
    (Role::Time, "created", 0.85),
    (Role::Time, "createdon", 0.85),
    (Role::Time, "erdat", 0.85),
    (Role::Time, "aedat", 0.8),
    (Role::Lot, "", 0.74),
];
